package io.adit.pool;

import io.adit.api.Bytes;
import io.adit.api.coin.Address;
import io.adit.api.coin.Coin;
import io.adit.api.fleet.ServerNumber;
import io.adit.api.transport.Endpoint;
import io.adit.api.vardiff.VardiffSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A pool's configuration as Configuration Admin has it. */
@ObjectClassDefinition(name = "Adit pool", description = "One coin, mined at one port or more.")
@interface Config {
  @AttributeDefinition(description = "The pool's name")
  String adit_pool() default "main";

  @AttributeDefinition(description = "Address to bind, for each port")
  String[] hosts() default "0.0.0.0";

  @AttributeDefinition(description = "TCP ports; the other lists have one entry for each")
  int[] ports() default 3333;

  @AttributeDefinition(description = "PEM certificate chain, for each port; plain TCP if empty")
  String[] tlsCertFiles() default "";

  @AttributeDefinition(description = "PEM private key, for each port; plain TCP if empty")
  String[] tlsKeyFiles() default "";

  @AttributeDefinition(
      description = "Difficulty of the first job, for each port; 0 to choose by the network's")
  double[] initialDifficulties() default 0;

  @AttributeDefinition(description = "Least difficulty, for each port")
  double[] minDifficulties() default 0.0001;

  @AttributeDefinition(description = "Greatest difficulty, for each port")
  double[] maxDifficulties() default 1e12;

  @AttributeDefinition(description = "Whom blocks pay, for each port: pool or solo")
  String[] payouts() default "pool";

  @AttributeDefinition(description = "Connections open at once")
  int maxConnections() default 10_000;

  @AttributeDefinition(description = "Silence after which a connection is closed, ms; 0 for never")
  long readTimeoutMillis() default 600_000;

  @AttributeDefinition(description = "Deafness after which a connection is closed, ms; 0 for never")
  long writeTimeoutMillis() default 30_000;

  @AttributeDefinition(description = "Where the coinbase pays to; anyone's on a devnet if empty")
  String payoutAddress() default "";

  @AttributeDefinition(
      description = "Part of a solo miner's block that the pool takes, hundredths of %")
  int feeHundredths() default 0;

  @AttributeDefinition(description = "Text in the coinbase")
  String coinbaseTag() default "/Adit/";

  @AttributeDefinition(description = "Wanted time between two shares of a miner, ms")
  long targetShareTimeMillis() default 10_000;

  @AttributeDefinition(description = "Time between two judgements of a miner's difficulty, ms")
  long retargetTimeMillis() default 60_000;

  @AttributeDefinition(description = "How far off, in percent, a share time may be")
  double variancePercent() default 30;

  @AttributeDefinition(description = "Age at which a job pays no more, ms")
  long jobTimeoutMillis() default 300_000;

  @AttributeDefinition(description = "Time without the node after which no work is handed out, ms")
  long staleJobThresholdMillis() default 120_000;

  @AttributeDefinition(description = "Time between two jobs on one tip, ms")
  long jobIntervalMillis() default 30_000;

  @AttributeDefinition(description = "How deep in the chain a block is safe; 1 is the tip")
  int confirmations() default 100;

  @AttributeDefinition(description = "Bytes of the extranonce that the pool chooses")
  int extranonce1Size() default 4;

  @AttributeDefinition(description = "Bytes of the extranonce that the miner chooses")
  int extranonce2Size() default 8;

  @AttributeDefinition(
      description =
          "Number of this server among several: first byte of its extranonce1; -1 for none")
  int serverNumber() default -1;

  @AttributeDefinition(
      description = "Whether miners wait for a service that says the number of this server")
  boolean serverNumberRequired() default false;

  /** Reads a configuration into what the pool works with. */
  final class Reader {
    private static final int MAX_LINE = 16 * 1024;

    /** OP_TRUE: what a devnet pays may be had by anyone. */
    private static final Bytes ANYONE = Bytes.ofHex("51");

    private Reader() {}

    /**
     * The settings that a configuration stands for.
     *
     * @throws IllegalArgumentException if it makes no sense; the message names what
     */
    static PoolSettings read(Config config, Coin coin) {
      Bytes script =
          config.payoutAddress().isEmpty()
              ? ANYONE
              : Address.payee(config.payoutAddress(), coin).script();
      return new PoolSettings(
          config.adit_pool(),
          coin,
          IntStream.range(0, config.ports().length).mapToObj(i -> port(config, i)).toList(),
          new Coinbases(
              coin,
              script,
              config.feeHundredths(),
              config.coinbaseTag(),
              config.extranonce1Size() + config.extranonce2Size()),
          Duration.ofMillis(config.jobTimeoutMillis()),
          Duration.ofMillis(config.staleJobThresholdMillis()),
          Duration.ofMillis(config.jobIntervalMillis()),
          config.confirmations(),
          config.extranonce1Size(),
          config.extranonce2Size(),
          numbering(config));
    }

    private static Numbering numbering(Config config) {
      int number = config.serverNumber();
      if (number < -1 || number >= ServerNumber.NUMBERS) {
        throw new IllegalArgumentException(
            "serverNumber: "
                + number
                + " (expected: 0.."
                + (ServerNumber.NUMBERS - 1)
                + ", or -1)");
      }
      boolean numbered = number >= 0 || config.serverNumberRequired();
      if (numbered && config.extranonce1Size() < 2) {
        throw new IllegalArgumentException(
            "extranonce1Size: "
                + config.extranonce1Size()
                + " (expected: >= 2, as the server's number is the first byte)");
      }
      return new Numbering(
          number < 0 ? OptionalInt.empty() : OptionalInt.of(number), config.serverNumberRequired());
    }

    private static PortSettings port(Config config, int i) {
      return new PortSettings(
          endpoint(config, i),
          Payout.valueOf(config.payouts()[i].toUpperCase(Locale.ROOT)),
          config.initialDifficulties()[i],
          new VardiffSettings(
              config.minDifficulties()[i],
              config.maxDifficulties()[i],
              Duration.ofMillis(config.targetShareTimeMillis()),
              Duration.ofMillis(config.retargetTimeMillis()),
              config.variancePercent()));
    }

    private static Endpoint endpoint(Config config, int i) {
      String certFile = config.tlsCertFiles()[i];
      return new Endpoint(
          config.hosts()[i],
          config.ports()[i],
          certFile.isEmpty()
              ? Optional.empty()
              : Optional.of(new Endpoint.Tls(Path.of(certFile), Path.of(config.tlsKeyFiles()[i]))),
          config.maxConnections(),
          Duration.ofMillis(config.readTimeoutMillis()),
          Duration.ofMillis(config.writeTimeoutMillis()),
          MAX_LINE);
    }
  }
}
