/** The default difficulty policy. */
package io.adit.vardiff.retarget;
