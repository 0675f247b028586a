package io.adit.api.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerNamesTest {
  @ParameterizedTest
  @CsvSource({
    "bc1qaddress.rig1, bc1qaddress",
    "bc1qaddress.farm.rig1, bc1qaddress",
    "bc1qaddress_rig1, bc1qaddress",
    "bc1qaddress+rig1, bc1qaddress",
    "bc1qaddress+rig_1, bc1qaddress",
    "bc1qaddress_rig+1, bc1qaddress",
    "some_user.rig+1, some_user",
    "bc1qaddress, bc1qaddress",
    "bc1qaddress., bc1qaddress",
    ".rig1, .rig1",
    "_rig1, _rig1",
    "., ."
  })
  void theUserIsWhatIsBeforeTheRig(String worker, String user) {
    assertThat(WorkerNames.user(worker)).isEqualTo(user);
  }
}
