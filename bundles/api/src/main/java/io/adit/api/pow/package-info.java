/** Proof of work: targets and the algorithms that reach for them. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.adit.api.pow;
