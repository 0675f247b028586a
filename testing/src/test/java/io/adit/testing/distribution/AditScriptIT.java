package io.adit.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code adit} of the sources, with a Maven that only notes that it was called. */
@Timeout(120)
class AditScriptIT {
  /** What a Maven of ours does: all that the script relies on, and what a test asks for. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      set -e
      begin=$(date -u +%Y%m%d%H%M.%S)
      echo "$@" >> "$STUB/calls"
      echo "[INFO] Building Adit api 0.1.0"
      while [[ -e $STUB/hold ]]; do sleep 0.05; done
      if [[ -e $STUB/fail ]]; then echo "[ERROR] no such symbol"; exit 1; fi
      if [[ -e $STUB/edit ]]; then touch bundles/Source.java; fi
      mkdir -p distribution/target/adit/bin
      echo 'echo "$ADIT_COMMAND says $*"; exit 7' > distribution/target/adit/bin/adit
      chmod +x distribution/target/adit/bin/adit
      echo "$begin" > distribution/target/built
      """;

  /** What the script needs of a system. */
  private static final List<String> TOOLS =
      List.of("bash", "cat", "dirname", "env", "find", "readlink", "sed", "touch");

  private static final Duration AN_HOUR = Duration.ofHours(1);

  /** How a run of the script has ended. */
  private record Run(int code, String out, String err) {}

  @TempDir Path directory;
  private Path root;
  private Path stub;
  private Path path;

  @BeforeEach
  void checkOut() throws IOException {
    root = Files.createDirectory(directory.resolve("sources"));
    Files.copy(Path.of("../adit"), root.resolve("adit"), StandardCopyOption.COPY_ATTRIBUTES);
    source("pom.xml");
    source("bundles/Source.java");
    source("bundles/target/made.txt");
    source("distribution/pom.xml");
    source("configs/config.yaml");
    stub = Files.createDirectory(directory.resolve("stub"));
    path = Files.createDirectory(directory.resolve("path"));
    program(path.resolve("mvn"), MAVEN);
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void source(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    change(file, Instant.now().minus(AN_HOUR));
  }

  private void asked(String what) throws IOException {
    Files.createFile(stub.resolve(what));
  }

  private void nowNewer(String source) throws IOException {
    change(root.resolve(source), Instant.now().plus(AN_HOUR));
  }

  private static void change(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  private long builds() throws IOException {
    Path calls = stub.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private Process launch(String name, String search, Path script, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ADIT_"));
    builder.environment().put("PATH", search);
    builder.environment().put("STUB", stub.toString());
    return builder
        .redirectOutput(directory.resolve(name + ".out").toFile())
        .redirectError(directory.resolve(name + ".err").toFile())
        .start();
  }

  private Process launch(String name, String... arguments) throws IOException {
    return launch(
        name, path + File.pathSeparator + System.getenv("PATH"), root.resolve("adit"), arguments);
  }

  private Run ended(String name, Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    return new Run(process.exitValue(), said(name + ".out"), said(name + ".err"));
  }

  private String said(String file) throws IOException {
    return Files.readString(directory.resolve(file));
  }

  private Run run(String... arguments) throws IOException, InterruptedException {
    return ended("run", launch("run", arguments));
  }

  @Test
  void withoutADistributionItBuildsOneSaysSoAndRunsIt() throws Exception {
    Run run = run("miner", "a b");

    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out()).isEqualTo(root.resolve("adit") + " says miner a b\n");
    assertThat(run.err())
        .isEqualTo(
            """
            adit: building, as there is no distribution yet; the first time takes some minutes
            adit:   Adit api 0.1.0
            """);
    assertThat(stub.resolve("calls")).content().contains("package -pl distribution -am");
  }

  @Test
  void aDistributionThatIsNewerThanTheSourcesIsRunAtOnce() throws Exception {
    run();

    Run again = run();

    assertThat(again.code()).isEqualTo(7);
    assertThat(again.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aSourceThatHasChangedSinceIsNamedAndBuilt() throws Exception {
    run();
    nowNewer("bundles/target/made.txt");
    assertThat(run().err()).isEmpty();
    nowNewer("configs/config.yaml");

    assertThat(run().err()).startsWith("adit: building, as configs/config.yaml has changed;");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aSourceThatChangesDuringTheBuildIsBuiltTheNextTime() throws Exception {
    asked("edit");
    run();

    assertThat(run().err()).startsWith("adit: building, as bundles/Source.java has changed;");
  }

  @Test
  void aBuildThatFailsIsTheEndAndWhatWasThereIsNotRun() throws Exception {
    run();
    nowNewer("pom.xml");
    asked("fail");

    Run run = run();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).endsWith("adit: [ERROR] no such symbol\nadit: the build failed\n");
  }

  @Test
  void aDistributionThatIsNotCompleteIsBuiltAnew() throws Exception {
    run();
    Files.delete(root.resolve("distribution/target/built"));

    run();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoThatStartAtOnceBuildOnce() throws Exception {
    asked("hold");
    Process first = launch("first");
    await("the build").until(() -> builds() == 1);
    Process second = launch("second");
    await("the second's word").until(() -> said("second.err").contains("waiting"));
    Files.delete(stub.resolve("hold"));

    assertThat(ended("first", first).code()).isEqualTo(7);
    assertThat(ended("second", second))
        .isEqualTo(
            new Run(7, root.resolve("adit") + " says \n", "adit: waiting for another build\n"));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aLinkToItIsAsGoodAsItselfAndIsWhatTheBannerNames() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("a-link"), root.resolve("adit"));

    Run run = ended("run", launch("run", path + ":" + System.getenv("PATH"), link, "serve"));

    assertThat(run.code()).isEqualTo(7);
    assertThat(run.out()).isEqualTo(link + " says serve\n");
  }

  @Test
  void withoutMavenItSaysWhatIsNeeded() throws Exception {
    Path bare = Files.createDirectory(directory.resolve("bare"));
    for (String tool : TOOLS) {
      program(bare.resolve(tool), "#!/bin/sh\nexec " + onThePath(tool) + " \"$@\"\n");
    }

    Run run = ended("run", launch("run", bare.toString(), root.resolve("adit")));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("adit: Maven is needed to build: put mvn (3.8 or newer) on the PATH\n");
  }

  private static Path onThePath(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(tool + " is not on the PATH"));
  }
}
