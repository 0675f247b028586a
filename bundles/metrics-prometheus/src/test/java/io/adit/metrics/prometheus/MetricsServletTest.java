package io.adit.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsServletTest {
  private final StringWriter body = new StringWriter();
  private final List<String> contentTypes = new ArrayList<>();

  private void get(Optional<String> accept, String... names) throws IOException {
    HttpServletRequest request =
        proxy(
            HttpServletRequest.class,
            (method, argument) ->
                switch (method) {
                  case "getHeader" -> accept.orElse(null);
                  case "getParameterValues" -> names.length == 0 ? null : names;
                  default -> throw new UnsupportedOperationException(method);
                });
    PrintWriter writer = new PrintWriter(body);
    HttpServletResponse response =
        proxy(
            HttpServletResponse.class,
            (method, argument) ->
                switch (method) {
                  case "getWriter" -> writer;
                  case "setContentType" -> {
                    contentTypes.add((String) argument);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method);
                });
    new MetricsServlet(10).doGet(request, response);
  }

  private interface Answer {
    Object to(String method, Object argument);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answer.to(method.getName(), arguments == null ? null : arguments[0])));
  }

  @Test
  void theTextFormatIsTheDefault() throws IOException {
    get(Optional.empty());
    assertThat(contentTypes).containsExactly("text/plain; version=0.0.4; charset=utf-8");
    assertThat(body.toString()).startsWith("# HELP stratum_active_connections ");
  }

  @Test
  void aMetricWithoutSamplesIsStillDescribed() throws IOException {
    get(Optional.empty());
    assertThat(body.toString()).contains("# TYPE stratum_worker_hashrate gauge\n");
  }

  @Test
  void openMetricsIsGivenToAScraperThatAsksForIt() throws IOException {
    get(Optional.of("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"));
    assertThat(contentTypes)
        .containsExactly("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(body.toString()).endsWith("# EOF\n");
  }

  @Test
  void aScrapeCanAskForSingleMetricsEvenTwice() throws IOException {
    get(Optional.empty(), "stratum_active_workers", "stratum_active_workers");
    assertThat(body.toString().lines().filter(line -> !line.startsWith("#")))
        .containsExactly("stratum_active_workers 0.0");
  }
}
