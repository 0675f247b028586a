/** Work for miners, made from a node's block template. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.adit.api.job;
