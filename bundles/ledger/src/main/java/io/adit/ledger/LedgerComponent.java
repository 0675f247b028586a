package io.adit.ledger;

import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.store.BlockStore;
import io.adit.api.store.ShareStore;
import io.adit.api.store.StatisticsStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The ledger as configured, and the stores that come and go.
 *
 * <p>It is registered here and not by its declaration, since that would be too soon: where a new
 * version starts beside the old, its directory is the old one's until that has ended. Up to then
 * there is no new ledger for a pool to be refused by, and what its miners say waits. When its
 * directory is not anybody else's, it is open before activation ends.
 */
@Component(
    service = {},
    configurationPid = "io.adit.ledger",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Capability(
    namespace = "osgi.service",
    attribute =
        "objectClass:List<String>=\"io.adit.api.ledger.BlockLedger,"
            + "io.adit.api.ledger.ShareLedger,io.adit.api.ledger.StatisticsLedger\"",
    effective = "active")
public final class LedgerComponent {
  private static final String[] SERVICES = {
    ShareLedger.class.getName(), BlockLedger.class.getName(), StatisticsLedger.class.getName()
  };

  /** What an operator configures. */
  @interface Config {
    /** Where shares and blocks are kept. */
    String directory();

    /** {@code os} or {@code fsync}. */
    String durability() default "os";

    /** That shares may take which wait for a store. */
    int maxMegabytes() default 1024;

    /** {@code oldest} or {@code now}. */
    String newStore() default "oldest";
  }

  private final BundleContext context;
  private final Map<String, Object> properties = new HashMap<>();
  private final Ledger ledger;
  private volatile Optional<ServiceRegistration<?>> registration = Optional.empty();

  /** As configured. */
  @Activate
  public LedgerComponent(BundleContext context, Config config, Map<String, ?> properties) {
    this.context = context;
    // Those with a dot in front are the component's own.
    properties.forEach(
        (key, value) -> {
          if (!key.startsWith(".")) {
            this.properties.put(key, value);
          }
        });
    ledger =
        new Ledger(
            Path.of(config.directory()),
            Settings.of(
                Settings.Durability.valueOf(config.durability().toUpperCase(Locale.ROOT)),
                (long) config.maxMegabytes() << 20,
                Settings.NewStore.valueOf(config.newStore().toUpperCase(Locale.ROOT))),
            Clock.systemUTC(),
            System::nanoTime);
  }

  @Activate
  void start() {
    ledger.start(this::register);
  }

  private void register() {
    registration =
        Optional.of(
            context.registerService(SERVICES, ledger, FrameworkUtil.asDictionary(properties)));
  }

  @Deactivate
  void stop() throws InterruptedException {
    ledger.endOpening();
    registration.ifPresent(ServiceRegistration::unregister);
    ledger.stop();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindShareStore(ShareStore store, Map<String, ?> its) {
    ledger.bindShareStore(store, its);
  }

  void unbindShareStore(ShareStore store, Map<String, ?> its) {
    ledger.unbindShareStore(store, its);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindBlockStore(BlockStore store, Map<String, ?> its) {
    ledger.bindBlockStore(store, its);
  }

  void unbindBlockStore(BlockStore store, Map<String, ?> its) {
    ledger.unbindBlockStore(store, its);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindStatisticsStore(StatisticsStore store, Map<String, ?> its) {
    ledger.bindStatisticsStore(store, its);
  }

  void unbindStatisticsStore(StatisticsStore store, Map<String, ?> its) {
    ledger.unbindStatisticsStore(store, its);
  }
}
