package io.adit.storage.redis;

import io.adit.api.job.Job;
import io.adit.api.job.JobListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Publishes the jobs of this server's pools. */
@Component(
    service = JobListener.class,
    configurationPid = Config.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class JobEvents implements JobListener {
  private final RedisLink link;

  @Activate
  public JobEvents(@Reference RedisLink link) {
    this.link = link;
  }

  @Override
  public void job(String pool, Job job, boolean clean) {
    link.execute(
        () ->
            link.redis()
                .send(
                    Lane.EVENTS,
                    commands -> commands.publish(link.keys().events(), event(pool, job, clean))));
  }

  private String event(String pool, Job job, boolean clean) {
    return new Json()
        .put("type", "job")
        .put("server", link.identity().server())
        .put("pool", pool)
        .put("job", job.id())
        .put("height", job.template().height())
        .put("previous", job.template().previous().toDisplayHex())
        .put("clean", clean)
        .put("transactions", job.template().transactions().size())
        .put("time", job.createdMillis())
        .toString();
  }
}
