/** The record of what miners are owed for, on its way to the stores. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.adit.api.ledger;
