package io.adit.launcher.miner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.api.Bytes;
import io.adit.api.Sha256d;
import io.adit.api.pow.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpuMinerTest {
  private static final double DIFFICULTY = 1.0 / 65536;
  private static final String AUTHORIZED = "{\"id\":2,\"result\":true,\"error\":null}";
  private static final String PREVIOUS = "00".repeat(32);
  private static final String COINBASE_1 = "0102";
  private static final String COINBASE_2 = "0304";

  private final ObjectMapper json = new ObjectMapper();
  private final StringWriter said = new StringWriter();
  private final Queue<JsonNode> submits = new ConcurrentLinkedQueue<>();

  /** The common pool of a small machine has one thread. */
  private final Executor threads = task -> new Thread(task).start();

  private ServerSocket server;
  private CpuMiner miner;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    if (miner != null) {
      miner.stop();
    }
    server.close();
  }

  private CompletableFuture<Boolean> mine(OptionalLong shares, OptionalLong blocks) {
    miner =
        new CpuMiner(
            new MinerOptions(
                "127.0.0.1",
                server.getLocalPort(),
                false,
                false,
                "me.rig",
                "x",
                2,
                shares,
                blocks,
                false),
            "test",
            new PrintWriter(said));
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return miner.run();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        threads);
  }

  /** Takes one miner, gives it a job, and answers submits until the miner leaves. */
  private void serve(String bits, String answer) throws IOException {
    try (Socket socket = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      PrintWriter out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.UTF_8);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode request = json.readTree(line);
        switch (request.get("method").asText()) {
          case "mining.subscribe" ->
              out.print("{\"id\":1,\"result\":[[],\"aabb\",2],\"error\":null}\n");
          case "mining.authorize" -> authorized(out, bits);
          default -> {
            submits.add(request.get("params"));
            out.print("{\"id\":" + request.get("id") + "," + answer + "}\n");
          }
        }
        out.flush();
      }
    }
  }

  private static void authorized(PrintWriter out, String bits) {
    out.print(AUTHORIZED + "\n");
    out.print(
        "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[" + DIFFICULTY + "]}\n");
    out.print(
        "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"7\",\""
            + PREVIOUS
            + "\",\""
            + COINBASE_1
            + "\",\""
            + COINBASE_2
            + "\",[],\"20000000\",\""
            + bits
            + "\",\"4d000000\",true]}\n");
  }

  @Test
  void sharesMeetTheDifficultyAndAsManyAsAskedForAreMade() throws Exception {
    CompletableFuture<Boolean> mined = mine(OptionalLong.of(2), OptionalLong.empty());

    serve("1d00ffff", "\"result\":true,\"error\":null");

    assertThat(mined.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(submits)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            params -> {
              assertThat(params.get(0).asText()).isEqualTo("me.rig");
              assertThat(params.get(1).asText()).isEqualTo("7");
              assertThat(params.get(2).asText()).hasSize(4);
              assertThat(params.get(3).asText()).isEqualTo("4d000000");
              assertThat(target().isMetBy(hash(params))).isTrue();
            });
    assertThat(said.toString()).containsPattern("accepted ([2-9]|\\d\\d+), rejected 0, blocks 0");
  }

  @Test
  void aShareThatIsABlockCountsAsOneWhenAccepted() throws Exception {
    CompletableFuture<Boolean> mined = mine(OptionalLong.empty(), OptionalLong.of(1));

    serve("207fffff", "\"result\":true,\"error\":null");

    assertThat(mined.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said.toString()).contains("block found").containsPattern("blocks [1-9]");
  }

  @Test
  void aRejectedShareIsShownWithItsReason() throws Exception {
    CompletableFuture<Boolean> mined = mine(OptionalLong.empty(), OptionalLong.empty());
    CompletableFuture<Void> serving =
        CompletableFuture.runAsync(
            () -> {
              try {
                serve("1d00ffff", "\"result\":null,\"error\":[22,\"duplicate\",null]");
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            threads);

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> said.toString().contains("share rejected: duplicate (22)"));
    miner.stop();
    serving.get(10, TimeUnit.SECONDS);
    assertThat(mined.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aServerThatGoesAwayIsTriedAgain() throws Exception {
    CompletableFuture<Boolean> mined = mine(OptionalLong.of(1), OptionalLong.empty());
    server.accept().close();

    serve("1d00ffff", "\"result\":true,\"error\":null");

    assertThat(mined.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said.toString()).contains("trying again");
  }

  @Test
  void aWorkerThatIsNotWantedEndsTheMiner() throws Exception {
    CompletableFuture<Boolean> mined = mine(OptionalLong.empty(), OptionalLong.empty());

    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "{\"id\":2,\"result\":false,\"error\":[24,\"unauthorized\",null]}\n"
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(mined.get(10, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(said.toString()).contains("does not want me.rig: unauthorized (24)");
  }

  private static Target target() {
    return Target.ofDifficulty(DIFFICULTY, new io.adit.launcher.miner.Sha256d().difficultyOne());
  }

  /** The hash of a submit, put together here by hand. */
  private static byte[] hash(JsonNode submit) {
    Sha256d sha256d = new Sha256d();
    Bytes root =
        sha256d.hash(Bytes.ofHex(COINBASE_1 + "aabb" + submit.get(2).asText() + COINBASE_2)).wire();
    String header =
        "00000020" + PREVIOUS + root.toHex() + "0000004d" + "ffff001d" + swapped(submit.get(4));
    return sha256d.hash(Bytes.ofHex(header)).wire().toArray();
  }

  private static String swapped(JsonNode nonce) {
    byte[] bytes = HexFormat.of().parseHex(nonce.asText());
    return HexFormat.of().formatHex(new byte[] {bytes[3], bytes[2], bytes[1], bytes[0]});
  }
}
