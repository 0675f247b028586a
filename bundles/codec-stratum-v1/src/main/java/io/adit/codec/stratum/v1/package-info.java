/** Stratum V1, the line protocol between miners and pools. */
package io.adit.codec.stratum.v1;
