package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code adit serve} of the built distribution, on ports of its own. */
final class AditProcess extends RunningProcess {
  private static final Duration HTTP_PATIENCE = Duration.ofSeconds(10);

  /**
   * The ports of a server and of its metrics.
   *
   * @param stratum where miners connect, by pool
   */
  record Ports(List<Integer> stratum, int metrics) {
    /** Free ones, chosen by the operating system. */
    static Ports free(int pools) {
      return new Ports(Stream.generate(AditProcess::freePort).limit(pools).toList(), freePort());
    }

    static Ports free() {
      return free(1);
    }

    int first() {
      return stratum.get(0);
    }

    /** A section {@code server} for the configuration. */
    String section() {
      return """
      server:
        host: 127.0.0.1
        port: %d
        metrics:
          port: %d
      """
          .formatted(first(), metrics);
    }
  }

  private final Ports ports;
  private final Path data;

  private AditProcess(Ports ports, Path data, Path config) {
    super("serve", "--config", config.toString(), "--data", data.toString());
    this.ports = ports;
    this.data = data;
  }

  /** A port that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server and returns at once.
   *
   * @param directory for its files; its data is in {@code data}
   * @param config the whole configuration file
   */
  static AditProcess launch(Path directory, Ports ports, String config) {
    Path file = directory.resolve("config-" + ports.first() + ".yaml");
    try {
      Files.writeString(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AditProcess(ports, directory.resolve("data"), file);
  }

  /** Starts a server and returns when it says that it is up. */
  static AditProcess start(Path directory, Ports ports, String config) {
    AditProcess server = launch(directory, ports, config);
    try {
      server.awaitBanner();
    } catch (Throwable e) {
      server.close();
      throw e;
    }
    return server;
  }

  void awaitBanner() {
    awaitLine("^Adit .* up after ");
    awaitLine("miner stratum\\+");
  }

  int port() {
    return ports.first();
  }

  /** What the metrics say, by name and labels as they stand in the text. */
  Map<String, Double> metrics() {
    return metricsText()
        .lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.lastIndexOf(' ')),
                line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                (a, b) -> {
                  throw new AssertionError("a sample stands twice in the metrics");
                },
                TreeMap::new));
  }

  /** Waits until a sample, by its name and labels, is as wanted. */
  void awaitMetric(String sample, DoublePredicate wanted) {
    await(sample)
        .atMost(LIMIT)
        .until(() -> wanted.test(metrics().getOrDefault(sample, Double.NaN)));
  }

  String metricsText() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.metrics() + "/metrics"))
            .timeout(HTTP_PATIENCE)
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(HTTP_PATIENCE)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Looks into the database of a server that has ended. */
  Database database() {
    return Database.h2(data.resolve("adit"));
  }
}
