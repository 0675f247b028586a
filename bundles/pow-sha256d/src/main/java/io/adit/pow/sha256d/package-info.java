/** Bitcoin's proof of work. */
package io.adit.pow.sha256d;
