package io.adit.metrics.prometheus;

import io.adit.api.ledger.ShareLedger;
import io.adit.api.pool.Pool;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers a scrape of {@code /metrics} in the format that the scraper asks for: Prometheus' text
 * format 0.0.4, or OpenMetrics 1.0.0. With {@code name[]} parameters, only the metrics so named.
 */
@Component(
    service = Servlet.class,
    configurationPid = "io.adit.metrics.prometheus",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@HttpWhiteboardServletPattern("/metrics")
@Designate(ocd = MetricsServlet.Config.class)
public final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Metrics. */
  @ObjectClassDefinition(name = "Adit metrics for Prometheus")
  @interface Config {
    @AttributeDefinition(
        description = "How many workers, the fastest first, have a series of their own")
    int maxWorkers() default 100;
  }

  private final transient CollectorRegistry registry = new CollectorRegistry();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private transient volatile List<Pool> pools = List.of();

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private transient volatile List<ShareLedger> ledgers = List.of();

  @Activate
  public MetricsServlet(Config config) {
    this(config.maxWorkers());
  }

  MetricsServlet(int maxWorkers) {
    registry.register(new PoolCollector(() -> pools, maxWorkers));
    registry.register(new LedgerCollector(() -> ledgers));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String format = TextFormat.chooseContentType(request.getHeader("Accept"));
    Set<String> names =
        Optional.ofNullable(request.getParameterValues("name[]"))
            .map(given -> Set.copyOf(Arrays.asList(given)))
            .orElse(Set.of());
    response.setContentType(format);
    Writer writer = response.getWriter();
    TextFormat.writeFormat(
        format,
        writer,
        // A filter, even an empty one, drops the metrics that have no samples yet.
        names.isEmpty()
            ? registry.metricFamilySamples()
            : registry.filteredMetricFamilySamples(names));
    writer.flush();
  }
}
