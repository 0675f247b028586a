/** Live state, counters and events in Redis, and what several servers agree on there. */
package io.adit.storage.redis;
