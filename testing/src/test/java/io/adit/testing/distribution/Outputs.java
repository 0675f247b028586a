package io.adit.testing.distribution;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Prints, when a test fails, what its processes have said. For tests that run one by one. */
final class Outputs implements BeforeEachCallback, AfterEachCallback {
  private static final int MOST = 20_000;
  private static final List<RunningProcess> PROCESSES = new CopyOnWriteArrayList<>();

  static void started(RunningProcess process) {
    PROCESSES.add(process);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    PROCESSES.removeIf(process -> !process.isAlive());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      for (RunningProcess process : PROCESSES) {
        String said = process.toString();
        System.err.println(
            said.length() <= MOST
                ? said
                : said.substring(0, MOST / 2)
                    + "\n  [...]\n"
                    + said.substring(said.length() - MOST / 2));
      }
    }
  }
}
