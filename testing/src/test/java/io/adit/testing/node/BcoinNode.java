package io.adit.testing.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.api.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A real, validating Bitcoin node on regtest (see {@code testing/bcoin}), in a process of its own.
 * It can be killed and started again: it then goes on with its chain on the same port. For one
 * thread.
 */
public final class BcoinNode implements AutoCloseable {
  /** From this height on blocks may hold witnesses. */
  public static final int FIRST_SEGWIT_BLOCK = 432;

  private static final long ANSWER_LIMIT_SECONDS = 60;
  private static final String PASSWORD = "adit";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path chain;
  private int rpcPort;
  private String publicKey = "";
  private Process process;
  private BufferedReader answers;
  private Writer commands;

  private BcoinNode(Path chain) {
    this.chain = chain;
  }

  /**
   * Starts a node and returns when it answers. Skips the test, loudly, where there is no Node.js.
   *
   * @param directory for its files; made if it is not there
   */
  public static BcoinNode start(Path directory) {
    BcoinInstallation.ensure();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BcoinNode node = new BcoinNode(directory.resolve("chain.hex"));
    node.start();
    return node;
  }

  /** Where its JSON-RPC is. */
  public String rpcUrl() {
    return "http://127.0.0.1:" + rpcPort;
  }

  public String rpcUser() {
    return "adit";
  }

  public String rpcPassword() {
    return PASSWORD;
  }

  /** The compressed public key, in hexadecimal digits, that {@link #mine} pays to. */
  public String publicKey() {
    return publicKey;
  }

  /** Its best block. */
  public Tip tip() {
    return tip(call(command("tip")));
  }

  /**
   * Mines blocks as somebody else would, with the transactions that wait, and pays for them to a
   * key of its own, in turn as P2WPKH and as P2PKH.
   */
  public Tip mine(int blocks) {
    return tip(call(command("mine").put("blocks", blocks)));
  }

  /**
   * Puts signed transactions into the mempool. Each spends a coin of its own that was mined to the
   * node's key at least a hundred blocks ago; segwit ones need {@link #FIRST_SEGWIT_BLOCK} to be
   * there.
   *
   * @param legacy how many that spend P2PKH
   * @param segwit how many that spend P2WPKH
   * @return their ids
   */
  public List<String> send(int legacy, int segwit) {
    JsonNode result = call(command("send").put("legacy", legacy).put("segwit", segwit));
    List<String> ids = new ArrayList<>();
    result.path("ids").forEach(id -> ids.add(id.asText()));
    return List.copyOf(ids);
  }

  /** The block of that hash. */
  public Block block(String hash) {
    JsonNode result = call(command("block").put("hash", hash));
    return new Block(
        result.path("height").asInt(),
        result.path("main").asBoolean(),
        result.path("transactions").asInt(),
        result.path("witnesses").asInt(),
        Bytes.ofHex(result.path("raw").asText()));
  }

  /**
   * The end of the chain.
   *
   * @param hash as people write it
   * @param mempool transactions that wait for a block
   */
  public record Tip(int height, String hash, int mempool) {}

  /**
   * A block that the node has.
   *
   * @param inBestChain whether it is part of the best chain
   * @param transactions with the coinbase
   * @param witnesses how many of them have a witness, the coinbase apart
   * @param raw network form
   */
  public record Block(
      int height, boolean inBestChain, int transactions, int witnesses, Bytes raw) {}

  /** As {@code kill -STOP}: the system still takes connections for it, and nothing answers. */
  public void freeze() {
    signal("-STOP");
  }

  /** It goes on after {@link #freeze}. */
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill " + signal + " " + process.pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Starts it again after {@link #kill}, with the chain it had, on the port it had. */
  public void restart() {
    start();
  }

  @Override
  public void close() {
    kill();
  }

  private void start() {
    try {
      process =
          new ProcessBuilder(
                  "node",
                  "node.js",
                  "--chain",
                  chain.toAbsolutePath().toString(),
                  "--rpc-port",
                  Integer.toString(rpcPort),
                  "--api-key",
                  PASSWORD)
              .directory(BcoinInstallation.DIRECTORY.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      commands = process.outputWriter(StandardCharsets.UTF_8);
      JsonNode ready = read();
      rpcPort = ready.path("rpcPort").asInt();
      publicKey = ready.path("publicKey").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode command(String name) {
    return JSON.createObjectNode().put("command", name);
  }

  private JsonNode call(ObjectNode command) {
    try {
      commands.write(command + "\n");
      commands.flush();
      JsonNode answer = read();
      if (answer.has("error")) {
        throw new IllegalStateException(command + ": " + answer.path("error").asText());
      }
      return answer.path("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode read() throws IOException {
    // Reading from a process cannot be interrupted: one that says nothing would hold up the build.
    CompletableFuture<Void> watchdog =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS));
    String line;
    try {
      line = answers.readLine();
    } finally {
      watchdog.cancel(false);
    }
    if (line == null) {
      throw new IOException("the bcoin node has ended; see its words above");
    }
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IOException("the bcoin node says: " + line, e);
    }
  }

  private static Tip tip(JsonNode result) {
    return new Tip(
        result.path("height").asInt(),
        result.path("hash").asText(),
        result.path("mempool").asInt());
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the bcoin node does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
