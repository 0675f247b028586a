/** Makes jobs from a Bitcoin-like node's block templates, and blocks from solved jobs. */
package io.adit.jobs;
