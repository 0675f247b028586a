/** The pools' figures for Prometheus. */
package io.adit.metrics.prometheus;
