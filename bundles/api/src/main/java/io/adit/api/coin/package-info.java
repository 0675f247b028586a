/** Coins, their networks and their addresses. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.adit.api.coin;
