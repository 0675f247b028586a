package io.adit.storage.redis;

/** What an operator configures, of all components of this bundle. */
@interface Config {
  String PID = "io.adit.storage.redis";

  String host() default "localhost";

  int port() default 6379;

  /** Empty for none. */
  String _password() default "";

  int db() default 0;

  /** Connections; more than there are {@link Lane lanes} are not used. */
  int poolSize() default 4;

  /** What the name of every key and channel starts with. */
  String keyPrefix() default "adit:";

  /** How long counters of shares are kept after the last share. */
  long shareTtlMillis() default 86_400_000;

  /** How long a worker that is gone is shown. */
  long workerTtlMillis() default 3_600_000;

  /** File with the name by which this server is known to the others; made if it is not there. */
  String idFile() default "";

  /** The number that this server has to have, and no other; -1 for any that is free. */
  int server_id() default -1;
}
