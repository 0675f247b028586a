package io.adit.codec.stratum.v1;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.job.Coinbase;
import io.adit.api.job.Job;
import io.adit.api.node.BlockTemplate;
import io.adit.api.stratum.LineBuffer;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumCodec;
import io.adit.api.stratum.StratumError;
import io.adit.api.stratum.StratumRequest;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.osgi.service.component.annotations.Component;

/**
 * Stratum V1: JSON-RPC, one object a line. Submits, of which there are many, are read by {@link
 * SubmitScanner} without garbage, all else by {@link RequestReader}. Every reply has the keys id,
 * result and error, because some firmware rejects one that lacks error. What the server sends on
 * its own account has a null id, because some firmware rejects a line that lacks one.
 */
@Component
public final class StratumV1Codec implements StratumCodec {
  private static final byte[] ID = ascii("{\"id\":");
  private static final byte[] TRUE = ascii(",\"result\":true,\"error\":null}\n");
  private static final byte[] FALSE = ascii(",\"result\":false,\"error\":null}\n");
  private static final byte[] END = ascii(",\"error\":null}\n");

  private final RequestReader reader = new RequestReader();

  @Override
  public StratumRequest decode(byte[] line, int offset, int length, StratumRequest.Submit submit) {
    return SubmitScanner.read(line, offset, length, submit)
        ? submit
        : reader.read(line, offset, length, submit);
  }

  @Override
  public void result(RequestId id, boolean result, LineBuffer out) {
    begin(id, out).append(result ? TRUE : FALSE);
  }

  @Override
  public void error(RequestId id, StratumError error, LineBuffer out) {
    begin(id, out)
        .ascii(",\"result\":null,\"error\":[")
        .ascii(Integer.toString(error.code()))
        .ascii(",")
        .ascii(JsonText.quoted(error.message()))
        .ascii(",null]}\n");
  }

  @Override
  public void subscribed(
      RequestId id, String session, byte[] extranonce1, int extranonce2Size, LineBuffer out) {
    String quoted = JsonText.quoted(session);
    begin(id, out)
        .ascii(",\"result\":[[[\"mining.set_difficulty\",")
        .ascii(quoted)
        .ascii("],[\"mining.notify\",")
        .ascii(quoted)
        .ascii("]],\"")
        .hex(extranonce1, 0, extranonce1.length)
        .ascii("\",")
        .ascii(Integer.toString(extranonce2Size))
        .ascii("]")
        .append(END);
  }

  @Override
  public void configured(
      StratumRequest.Configure request,
      OptionalInt versionMask,
      boolean minimumDifficulty,
      boolean extranonce,
      LineBuffer out) {
    begin(request.id(), out).ascii(",\"result\":{");
    String separator = "";
    for (String extension : request.extensions()) {
      boolean granted =
          switch (extension) {
            case "version-rolling" -> versionMask.orElse(0) != 0;
            case "minimum-difficulty" -> minimumDifficulty;
            case "subscribe-extranonce" -> extranonce;
            // Information for the pool's operator, which asks for nothing.
            case "info" -> true;
            default -> false;
          };
      out.ascii(separator).ascii(JsonText.quoted(extension)).ascii(granted ? ":true" : ":false");
      if (granted && extension.equals("version-rolling")) {
        out.ascii(",\"version-rolling.mask\":\"").hex(versionMask.getAsInt()).ascii("\"");
      }
      separator = ",";
    }
    out.ascii("}").append(END);
  }

  @Override
  public void emptyList(RequestId id, LineBuffer out) {
    begin(id, out).ascii(",\"result\":[]").append(END);
  }

  @Override
  public void setDifficulty(double difficulty, LineBuffer out) {
    notification("mining.set_difficulty", out).ascii(JsonText.number(difficulty)).ascii("]}\n");
  }

  @Override
  public void job(Job job, Coinbase coinbase, boolean clean, LineBuffer out) {
    BlockTemplate template = job.template();
    notification("mining.notify", out).ascii("\"").ascii(Long.toHexString(job.id())).ascii("\",\"");
    swappedWords(template.previous().wire(), out);
    out.ascii("\",\"");
    hex(coinbase.start(), out);
    out.ascii("\",\"");
    hex(coinbase.end(), out);
    out.ascii("\",[");
    String separator = "\"";
    for (Hash hash : job.merkleBranch()) {
      out.ascii(separator);
      hex(hash.wire(), out);
      out.ascii("\"");
      separator = ",\"";
    }
    out.ascii("],\"")
        .hex(template.version())
        .ascii("\",\"")
        .hex(template.bits())
        .ascii("\",\"")
        .hex((int) template.time())
        .ascii(clean ? "\",true]}\n" : "\",false]}\n");
  }

  @Override
  public void setExtranonce(byte[] extranonce1, int extranonce2Size, LineBuffer out) {
    notification("mining.set_extranonce", out)
        .ascii("\"")
        .hex(extranonce1, 0, extranonce1.length)
        .ascii("\",")
        .ascii(Integer.toString(extranonce2Size))
        .ascii("]}\n");
  }

  @Override
  public void setVersionMask(int mask, LineBuffer out) {
    notification("mining.set_version_mask", out).ascii("\"").hex(mask).ascii("\"]}\n");
  }

  @Override
  public void reconnect(String host, int port, int waitSeconds, LineBuffer out) {
    notification("client.reconnect", out);
    if (!host.isEmpty()) {
      out.ascii(JsonText.quoted(host))
          .ascii(",")
          .ascii(Integer.toString(port))
          .ascii(",")
          .ascii(Integer.toString(waitSeconds));
    }
    out.ascii("]}\n");
  }

  @Override
  public void showMessage(String message, LineBuffer out) {
    notification("client.show_message", out).ascii(JsonText.quoted(message)).ascii("]}\n");
  }

  @Override
  public void getVersion(int id, LineBuffer out) {
    out.append(ID)
        .ascii(Integer.toString(id))
        .ascii(",\"method\":\"client.get_version\",\"params\":[]}\n");
  }

  /** A line that wants no answer, as far as its params. */
  private static LineBuffer notification(String method, LineBuffer out) {
    return out.ascii("{\"id\":null,\"method\":\"").ascii(method).ascii("\",\"params\":[");
  }

  /** Miners swap the bytes of each four-byte word before they hash: sent so that this undoes it. */
  private static void swappedWords(Bytes bytes, LineBuffer out) {
    for (int word = 0; word < bytes.size(); word += 4) {
      out.hex(
          (bytes.get(word + 3) & 0xff) << 24
              | (bytes.get(word + 2) & 0xff) << 16
              | (bytes.get(word + 1) & 0xff) << 8
              | (bytes.get(word) & 0xff));
    }
  }

  private static void hex(Bytes bytes, LineBuffer out) {
    out.hex(bytes.toArray(), 0, bytes.size());
  }

  private static LineBuffer begin(RequestId id, LineBuffer out) {
    out.append(ID);
    id.appendTo(out);
    return out;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
