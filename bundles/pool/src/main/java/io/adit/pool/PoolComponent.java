package io.adit.pool;

import io.adit.api.coin.Coin;
import io.adit.api.coin.CoinProperties;
import io.adit.api.fleet.ServerNumber;
import io.adit.api.fleet.SharedSessions;
import io.adit.api.job.JobManager;
import io.adit.api.ledger.BlockLedger;
import io.adit.api.ledger.ShareLedger;
import io.adit.api.ledger.StatisticsLedger;
import io.adit.api.miner.MinerProfiles;
import io.adit.api.node.Node;
import io.adit.api.pool.Pool;
import io.adit.api.pool.PoolSnapshot;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.stratum.StratumCodec;
import io.adit.api.transport.Transport;
import io.adit.api.vardiff.VardiffPolicy;
import java.time.Clock;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One pool, made from one configuration. Every service it works with may come, go and be replaced
 * while it runs: all references are dynamic and optional, and a missing one holds the miners' lines
 * back rather than ending the pool.
 *
 * <p>Replacing goes like this: the new service is published to the event loops with a volatile
 * write; {@code unbind} of the old one returns when every loop has passed a task boundary, so that
 * no line is being handled with it any more.
 */
@Component(
    name = "io.adit.pool",
    service = Pool.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class, factory = true)
public final class PoolComponent implements Pool {
  private final RunningPool pool;

  @Activate
  public PoolComponent(Config config, CoinProperties coin) {
    pool =
        new RunningPool(
            Config.Reader.read(config, Coin.of(coin)), Clock.systemUTC(), System::nanoTime);
  }

  @Activate
  void open() {
    pool.start();
  }

  @Deactivate
  void close() {
    pool.stop();
  }

  @Override
  public PoolSnapshot snapshot() {
    return pool.snapshot();
  }

  @Reference(
      name = "transport",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindTransport(Transport transport) {
    pool.transport(transport);
  }

  void unbindTransport(Transport transport) {
    pool.withoutTransport(transport);
  }

  @Reference(
      name = "node",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindNode(Node node, Map<String, ?> properties) {
    pool.node(node, properties);
  }

  void unbindNode(Node node) {
    pool.withoutNode(node);
  }

  @Reference(
      name = "codec",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindCodec(StratumCodec codec) {
    pool.bind(services -> services.withCodec(codec));
  }

  void unbindCodec(StratumCodec codec) {
    pool.unbind(services -> services.codec() == codec ? services.withCodec(null) : services);
  }

  @Reference(
      name = "pow",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindPow(PowAlgorithm pow) {
    pool.bind(services -> services.withPow(pow));
  }

  void unbindPow(PowAlgorithm pow) {
    pool.unbind(services -> services.pow() == pow ? services.withPow(null) : services);
  }

  @Reference(
      name = "jobs",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindJobs(JobManager jobs) {
    pool.bind(services -> services.withJobs(jobs));
  }

  void unbindJobs(JobManager jobs) {
    pool.unbind(services -> services.jobs() == jobs ? services.withJobs(null) : services);
  }

  @Reference(
      name = "vardiff",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindVardiff(VardiffPolicy vardiff) {
    pool.bind(services -> services.withVardiff(vardiff));
  }

  void unbindVardiff(VardiffPolicy vardiff) {
    pool.unbind(services -> services.vardiff() == vardiff ? services.withVardiff(null) : services);
  }

  @Reference(
      name = "shares",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindShares(ShareLedger shares) {
    pool.bind(services -> services.withShares(shares));
  }

  void unbindShares(ShareLedger shares) {
    pool.unbind(services -> services.shares() == shares ? services.withShares(null) : services);
  }

  @Reference(
      name = "blocks",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindBlocks(BlockLedger blocks) {
    pool.bind(services -> services.withBlocks(blocks));
  }

  void unbindBlocks(BlockLedger blocks) {
    pool.unbind(services -> services.blocks() == blocks ? services.withBlocks(null) : services);
  }

  @Reference(
      name = "profiles",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindProfiles(MinerProfiles profiles) {
    pool.profiles(services -> services.withProfiles(profiles));
  }

  void unbindProfiles(MinerProfiles profiles) {
    pool.unbind(
        services -> services.profiles() == profiles ? services.withProfiles(null) : services);
  }

  @Reference(
      name = "statistics",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindStatistics(StatisticsLedger statistics) {
    pool.statistics(statistics);
  }

  void unbindStatistics(StatisticsLedger statistics) {
    pool.withoutStatistics(statistics);
  }

  @Reference(
      name = "number",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindNumber(ServerNumber number) {
    pool.bind(services -> services.withNumber(number));
  }

  void unbindNumber(ServerNumber number) {
    pool.unbind(services -> services.number() == number ? services.withNumber(null) : services);
  }

  @Reference(
      name = "sessions",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindSessions(SharedSessions sessions) {
    pool.bind(services -> services.withSessions(sessions));
  }

  void unbindSessions(SharedSessions sessions) {
    pool.unbind(
        services -> services.sessions() == sessions ? services.withSessions(null) : services);
  }
}
