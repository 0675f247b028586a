package io.adit.node.bitcoind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * JSON-RPC 1.0 over HTTP with basic authentication, as Bitcoin Core and its kin speak it. Calls
 * block; any number may be under way at once.
 */
final class RpcClient implements AutoCloseable {
  /** Time a node may take for what it can answer at once. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int ERROR_TEXT = 200;

  private static final ObjectMapper JSON = mapper();

  private final URI url;
  private final Credentials credentials;
  private final Runnable heard;
  private final Set<HttpPost> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  RpcClient(URI url, Credentials credentials) {
    this(url, credentials, () -> {});
  }

  /**
   * @param heard called when an answer has come, whatever it says; on the caller's thread
   */
  RpcClient(URI url, Credentials credentials, Runnable heard) {
    this.url = url;
    this.credentials = credentials;
    this.heard = heard;
  }

  private static ObjectMapper mapper() {
    // The default type factory is shared by all bundles, and pins their class loaders.
    LookupCache<Object, JavaType> types = new LRUMap<>(4, 64);
    return JsonMapper.builder().typeFactory(TypeFactory.defaultInstance().withCache(types)).build();
  }

  /** Where the node is, without secrets. */
  String where() {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  /** An empty JSON object, for a parameter. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Calls a method that the node answers at once. */
  JsonNode call(String method, Object... params)
      throws IOException, RpcException, RefusedException {
    return call(PATIENCE, method, params);
  }

  /**
   * Calls a method.
   *
   * @param patience how long the node may take for its whole answer
   * @param params strings, integers or {@link JsonNode}s
   * @return the result, a null node if that is null
   * @throws IOException if there is no usable answer; the call may be tried again. Its message
   *     names the node and the cause.
   * @throws RpcException if the node answers with an error
   * @throws RefusedException if the node does not let us in
   */
  JsonNode call(Duration patience, String method, Object... params)
      throws IOException, RpcException, RefusedException {
    byte[] request = request(method, params);
    Optional<String> authorization = credentials.authorization();
    HttpAnswer answer = post(patience, authorization, request);
    if (answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
      // A node that has just restarted has written another cookie.
      Optional<String> renewed = credentials.authorization();
      if (!renewed.equals(authorization)) {
        answer = post(patience, renewed, request);
      }
    }
    return result(answer);
  }

  private static byte[] request(String method, Object... params) {
    ObjectNode request = object().put("jsonrpc", "1.0").put("id", "adit").put("method", method);
    request.set("params", JSON.valueToTree(Arrays.asList(params)));
    try {
      return JSON.writeValueAsBytes(request);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpAnswer post(Duration patience, Optional<String> authorization, byte[] request)
      throws IOException {
    try (HttpPost post = new HttpPost(url)) {
      underWay.add(post);
      try {
        // Looked at after the post is among those that close() ends, so that neither misses it.
        if (closed) {
          throw new IOException("closed");
        }
        HttpAnswer answer = post.send(authorization, request, patience);
        heard.run();
        return answer;
      } catch (IOException e) {
        throw new IOException("cannot reach " + where() + ": " + cause(e), e);
      } finally {
        underWay.remove(post);
      }
    }
  }

  private static String cause(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private JsonNode result(HttpAnswer answer) throws IOException, RpcException, RefusedException {
    switch (answer.status()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          throw new RefusedException(
              where() + " does not let us in (HTTP 401): check the " + credentials.describe());
      case HttpURLConnection.HTTP_FORBIDDEN ->
          throw new RefusedException(
              where()
                  + " does not let us in (HTTP 403): check the node's rpcallowip and rpcwhitelist,"
                  + " and the "
                  + credentials.describe());
      default -> {
        JsonNode json = json(answer);
        JsonNode error = json.path("error");
        if (error.isObject()) {
          String message = error.path("message").asText("");
          throw new RpcException(
              error.path("code").asInt(),
              message.isBlank() ? "no reason given" : beginning(message));
        }
        if (!json.has("result")) {
          throw new IOException(where() + " answers with HTTP " + answer.status() + ", no result");
        }
        return json.get("result");
      }
    }
  }

  /** Errors come with HTTP 404 and 500 as well as 200, and with a body of JSON all the same. */
  private JsonNode json(HttpAnswer answer) throws IOException {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      throw new IOException(
          where() + " answers with HTTP " + answer.status() + ": " + beginning(text), e);
    }
  }

  /** What goes into a state and a log: a page in HTML and a method's help have many lines. */
  private static String beginning(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    return line.substring(0, Math.min(line.length(), ERROR_TEXT));
  }

  /** Breaks off all calls under way. */
  void breakOff() {
    for (HttpPost post : underWay) {
      try {
        post.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Breaks off all calls under way; each later one fails. */
  @Override
  public void close() {
    closed = true;
    breakOff();
  }
}
