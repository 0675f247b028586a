package io.adit.testing.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each thing that a server can do wrong is noticed. */
class DialogueTest {
  private static final String PING = "> {\"id\":1,\"method\":\"mining.ping\",\"params\":[]}";
  private static final String PONG = "{\"id\":1,\"result\":true,\"error\":null}\n";
  private static final String JOB =
      "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"a\",\""
          + "0".repeat(64)
          + "\",\"00\",\"00\",[],\"20000000\",\"1d00ffff\",\"60000000\",true]}\n";
  private static final String DIFFICULTY =
      "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[512]}\n";

  /** Goes through a case with a server that answers a ping with those lines. */
  private static void run(String answer, String... steps) {
    try (ScriptedServer server = new ScriptedServer(Map.of("\"id\":1,", answer))) {
      WireCase wireCase =
          WireCase.parse("case", List.of(("# title\n" + String.join("\n", steps)).split("\n")));
      Dialogue.run(wireCase, "127.0.0.1", server.port(), "worker", Duration.ofMillis(500));
    }
  }

  private static void assertFault(String fault, String answer, String... steps) {
    assertThatThrownBy(() -> run(answer, steps))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(fault);
  }

  @Test
  void aRightAnswerIsRight() {
    assertThatCode(
            () ->
                run(DIFFICULTY + JOB + PONG, PING, "< ok 1", "< difficulty 512", "<+ job $a clean"))
        .doesNotThrowAnyException();
  }

  @Test
  void noAnswer() {
    assertFault("no ok 1", "", PING, "< ok 1");
  }

  @Test
  void anAnswerOfAnotherId() {
    assertFault("no ok 1", PONG.replace("1", "2"), PING, "< ok 1");
  }

  @Test
  void anAnswerOfAnIdOfAnotherKind() {
    assertFault("no ok 1", PONG.replace("1", "\"1\""), PING, "< ok 1");
  }

  @Test
  void twoAnswers() {
    assertFault("a reply to nothing", PONG + PONG, PING, "< ok 1");
  }

  @Test
  void anAnswerThatNobodyExpects() {
    assertFault("a reply to nothing", PONG, PING);
  }

  @Test
  void aReplyWithoutAnError() {
    assertFault("without id, result or error", "{\"id\":1,\"result\":true}\n", PING, "< ok 1");
  }

  @Test
  void anErrorThatIsNoList() {
    assertFault(
        "not [code, message, null]",
        "{\"id\":1,\"result\":null,\"error\":{\"code\":20,\"message\":\"no\"}}\n",
        PING,
        "< error 1 20");
  }

  @Test
  void anErrorWithoutAMessage() {
    assertFault(
        "not [code, message, null]",
        "{\"id\":1,\"result\":null,\"error\":[20,\"\",null]}\n",
        PING,
        "< error 1 20");
  }

  @Test
  void anErrorOfAnotherCode() {
    assertFault(
        "no error 1 21",
        "{\"id\":1,\"result\":null,\"error\":[20,\"no\",null]}\n",
        PING,
        "< error 1 21");
  }

  @Test
  void aJobOfTooFewParams() {
    assertFault("params of a wrong form", JOB.replace("\"20000000\",", "") + PONG, PING, "< ok 1");
  }

  @Test
  void somethingThatMustNotCome() {
    assertFault("must not come", JOB + PONG, PING, "<! job", "< ok 1");
  }

  @Test
  void somethingBetweenTwoThatBelongTogether() {
    assertFault(
        "the next message was not job",
        DIFFICULTY + DIFFICULTY + JOB + PONG,
        PING,
        "< difficulty 512",
        "<+ job");
  }

  @Test
  void theSameWhereAnotherIsWanted() {
    assertFault(
        "no {\"method\"",
        JOB + JOB + PONG,
        PING,
        "< ok 1",
        "< job $a",
        "< {\"method\":\"mining.notify\",\"params\":[\"!$a\",\"...\"]}");
  }

  @Test
  void anotherWhereTheSameIsWanted() {
    assertFault("no difficulty 513", DIFFICULTY + PONG, PING, "< ok 1", "< difficulty 513");
  }

  @Test
  void anEndWhereTheConnectionShouldGoOn() {
    assertFault("the server has ended the connection", ScriptedServer.END, PING, "< ok 1");
  }

  @Test
  void anEndAfterTheLastAnswer() {
    assertFault("does not work any more", PONG + ScriptedServer.END, PING, "< ok 1");
  }

  @Test
  void noEndWhereThereShouldBeOne() {
    assertFault("has not ended the connection", PONG, PING, "< ok 1", "closed");
  }
}
