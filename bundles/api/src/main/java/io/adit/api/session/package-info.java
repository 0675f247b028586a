/** What the server knows of one connected miner. It outlives every bundle but the transport's. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.adit.api.session;
