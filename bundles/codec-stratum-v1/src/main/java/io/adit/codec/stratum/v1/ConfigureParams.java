package io.adit.codec.stratum.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.api.stratum.RequestId;
import io.adit.api.stratum.StratumRequest.Configure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the params of mining.configure (BIP 310). A value that makes no sense costs the miner the
 * extension it belongs to, not the others; {@code version-rolling.min-bit-count} is only a hint,
 * and nobody reads it.
 */
final class ConfigureParams {
  private ConfigureParams() {}

  static Configure read(RequestId id, JsonNode params) throws BadRequestException {
    JsonNode names = params.path(0);
    if (!names.isArray()) {
      throw Values.unexpected("extensions", names, "an array of names");
    }
    Set<String> extensions = new LinkedHashSet<>();
    for (JsonNode name : names) {
      if (name.isTextual()) {
        extensions.add(name.textValue());
      }
    }
    JsonNode settings = params.path(1);
    return new Configure(
        id,
        List.copyOf(extensions),
        extensions.contains("version-rolling")
            ? mask(settings.path("version-rolling.mask"))
            : OptionalInt.empty(),
        extensions.contains("minimum-difficulty")
            ? Values.difficulty(settings.path("minimum-difficulty.value"))
            : OptionalDouble.empty());
  }

  /** Empty if the miner leaves it to the pool; without bits if it is no mask. */
  private static OptionalInt mask(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) Math.max(Values.word(value), 0));
  }
}
