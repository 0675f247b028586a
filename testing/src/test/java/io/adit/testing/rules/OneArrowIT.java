package io.adit.testing.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The built bundles keep the rule of the one arrow, and the rule sees those that would not. */
class OneArrowIT {
  private static final Path BUNDLES = Path.of(System.getProperty("adit.bundles"));
  private static final Path ASSEMBLED = Path.of(System.getProperty("adit.distribution"), "bundles");

  private static final BundleJar API =
      bundle("Bundle-SymbolicName: io.adit.api\nExport-Package: io.adit.api.job;version=\"1.0\"");
  private static final BundleJar POOL =
      bundle(
          "Bundle-SymbolicName: io.adit.pool", of(ElsewhereInPool.class, "io/adit/pool/A.class"));

  /** A class that names its own package only. */
  private static final class ElsewhereInPool {}

  @Test
  void noBuiltBundleUsesAnotherButApi() throws IOException {
    assertThat(OneArrow.broken(built())).isEmpty();
  }

  @Test
  void everyFileOfTheDistributionIsABundle() throws IOException {
    List<Path> files = filesIn(ASSEMBLED);
    assertThat(files).as("bundles in %s", ASSEMBLED).hasSizeGreaterThan(12);
    for (Path file : files) {
      assertThat(symbolicName(file)).as(file.toString()).isPresent();
    }
  }

  @Test
  void everyBuiltBundleButApiIsInTheDistribution() throws IOException {
    assertThat(filesIn(ASSEMBLED))
        .extracting(file -> symbolicName(file).orElse(""))
        .containsAll(
            built().stream().map(BundleJar::name).filter(n -> !n.equals(OneArrow.API)).toList());
  }

  @Test
  void anImportOfAnotherBundlesPackageIsSeen() {
    BundleJar jobs =
        bundle(
            "Bundle-SymbolicName: io.adit.jobs\n"
                + "Import-Package: io.adit.api.job;version=\"[1.0,2)\",io.adit.pool;version=\"[1,2)\"");
    assertThat(OneArrow.broken(List.of(API, jobs)))
        .containsExactly("io.adit.jobs imports io.adit.pool");
  }

  @Test
  void anImportOfALibraryThatAnotherBundleExportsIsSeen() {
    BundleJar store =
        bundle("Bundle-SymbolicName: io.adit.store\nExport-Package: com.example.json");
    BundleJar jobs =
        bundle(
            "Bundle-SymbolicName: io.adit.jobs\nImport-Package: com.example.json,com.example.xml");
    assertThat(OneArrow.broken(List.of(API, store, jobs)))
        .containsExactly("io.adit.jobs imports com.example.json");
  }

  @Test
  void anImportOfWhateverThereIsIsSeen() {
    BundleJar jobs = bundle("Bundle-SymbolicName: io.adit.jobs\nDynamicImport-Package: *");
    assertThat(OneArrow.broken(List.of(API, jobs))).containsExactly("io.adit.jobs imports *");
  }

  @Test
  void aRequiredBundleIsSeen() {
    BundleJar jobs = bundle("Bundle-SymbolicName: io.adit.jobs\nRequire-Bundle: io.adit.pool");
    assertThat(OneArrow.broken(List.of(API, jobs)))
        .containsExactly("io.adit.jobs requires io.adit.pool");
  }

  @Test
  void anExportIsSeen() {
    BundleJar jobs =
        bundle("Bundle-SymbolicName: io.adit.jobs;singleton:=true\nExport-Package: io.adit.jobs");
    assertThat(OneArrow.broken(List.of(API, jobs)))
        .containsExactly("io.adit.jobs exports io.adit.jobs");
  }

  @Test
  void aClassOfAnotherBundleNamedInAClassIsSeen() {
    assertThat(OneArrow.broken(List.of(API, POOL)))
        .containsExactly("a class of io.adit.pool names io.adit.testing.rules");
  }

  @Test
  void whatApiImportsIsSeen() {
    BundleJar api =
        bundle("Bundle-SymbolicName: io.adit.api\nImport-Package: java.util,io.netty.buffer");
    assertThat(OneArrow.broken(List.of(api)))
        .containsExactly("io.adit.api imports io.netty.buffer");
  }

  /** One jar for each room below {@code bundles}: a room that was not built is an error. */
  private static List<BundleJar> built() throws IOException {
    try (Stream<Path> rooms = Files.list(BUNDLES)) {
      List<Path> jars =
          rooms
              .filter(room -> Files.exists(room.resolve("pom.xml")))
              .map(OneArrowIT::jarOf)
              .toList();
      assertThat(jars).as("rooms in %s", BUNDLES).hasSizeGreaterThan(12);
      return jars.stream().map(BundleJar::read).toList();
    }
  }

  private static Path jarOf(Path room) {
    try (Stream<Path> files = Files.list(room.resolve("target"))) {
      List<Path> jars =
          files
              .filter(file -> file.getFileName().toString().matches("adit-.*\\.jar"))
              .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
              .toList();
      assertThat(jars).as("jars of %s", room).hasSize(1);
      return jars.get(0);
    } catch (IOException e) {
      throw new AssertionError("not built: " + room, e);
    }
  }

  private static Optional<String> symbolicName(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return BundleJar.symbolicName(jar.getManifest());
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static BundleJar bundle(String manifest, BundleJar.ClassFile... classes) {
    byte[] bytes = ("Manifest-Version: 1.0\n" + manifest + "\n\n").getBytes(StandardCharsets.UTF_8);
    try {
      return BundleJar.of(new Manifest(new ByteArrayInputStream(bytes)), List.of(classes));
    } catch (IOException e) {
      throw new AssertionError(manifest, e);
    }
  }

  /** The bytes of {@code type}, as if they were those of the class at {@code path}. */
  private static BundleJar.ClassFile of(Class<?> type, String path) {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (var in = type.getResourceAsStream(file)) {
      return new BundleJar.ClassFile(path, in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }
}
