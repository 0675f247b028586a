/** What miners and server say to each other, without saying in which bytes. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.adit.api.stratum;
