package io.adit.api.pool;

/** Names of workers: a user's name, and mostly one of a rig after it. */
public final class WorkerNames {
  private WorkerNames() {}

  /**
   * The user's part: what is before the first dot, or in a name without a dot, before the first
   * {@code _} or {@code +}; all of a name that has neither, or nothing before it.
   */
  public static String user(String worker) {
    int dot = worker.indexOf('.');
    int end = dot >= 0 ? dot : firstOfOthers(worker);
    return end > 0 ? worker.substring(0, end) : worker;
  }

  private static int firstOfOthers(String worker) {
    int underscore = worker.indexOf('_');
    int plus = worker.indexOf('+');
    return underscore < 0 || plus < 0 ? Math.max(underscore, plus) : Math.min(underscore, plus);
  }
}
