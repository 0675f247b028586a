package io.adit.testing.rules;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a bundle says of itself in its manifest, and what its classes say.
 *
 * @param name its symbolic name
 * @param imports packages, those imported on demand among them
 * @param required symbolic names of bundles that it requires whole
 * @param contents packages of its classes
 * @param used packages below {@code io.adit} that its classes name in their constant pools
 */
record BundleJar(
    String name,
    Set<String> imports,
    Set<String> exports,
    Set<String> required,
    Set<String> contents,
    Set<String> used) {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final Pattern ADIT_CLASS = Pattern.compile("\\bio/adit(?:/\\w+)*(?=/)");

  static BundleJar read(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest =
          Optional.ofNullable(jar.getManifest())
              .orElseThrow(() -> new IllegalArgumentException(file + " has no manifest"));
      List<ClassFile> classes = new ArrayList<>();
      for (JarEntry entry : jar.stream().filter(BundleJar::isClass).toList()) {
        classes.add(new ClassFile(entry.getName(), jar.getInputStream(entry).readAllBytes()));
      }
      return of(manifest, classes);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** A class by its path in the jar. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ClassFile(String path, byte[] bytes) {}

  static BundleJar of(Manifest manifest, Collection<ClassFile> classes) {
    Set<String> imports = names(manifest, "Import-Package");
    imports.addAll(names(manifest, "DynamicImport-Package"));
    Set<String> contents = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (ClassFile file : classes) {
      contents.add(file.path().substring(0, file.path().lastIndexOf('/')).replace('/', '.'));
      used.addAll(aditPackages(file.bytes()));
    }
    return new BundleJar(
        symbolicName(manifest).orElse(""),
        imports,
        names(manifest, "Export-Package"),
        names(manifest, "Require-Bundle"),
        contents,
        used);
  }

  static Optional<String> symbolicName(Manifest manifest) {
    return names(manifest, "Bundle-SymbolicName").stream().findFirst();
  }

  /** What a header lists, without attributes and directives. */
  private static Set<String> names(Manifest manifest, String header) {
    String value = Optional.ofNullable(manifest.getMainAttributes().getValue(header)).orElse("");
    return Arrays.stream(QUOTED.matcher(value).replaceAll("").split(","))
        .flatMap(clause -> Arrays.stream(clause.split(";")))
        .map(String::trim)
        .filter(part -> !part.isEmpty() && !part.contains("="))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class")
        && entry.getName().contains("/")
        && !entry.getName().startsWith("META-INF/");
  }

  private static Set<String> aditPackages(byte[] classFile) {
    Set<String> packages = new TreeSet<>();
    for (String constant : utf8Constants(classFile)) {
      Matcher matcher = ADIT_CLASS.matcher(constant);
      while (matcher.find()) {
        packages.add(matcher.group().replace('/', '.'));
      }
    }
    return packages;
  }

  /** The strings of a constant pool (JVMS 4.4), names and descriptors of classes among them. */
  private static List<String> utf8Constants(byte[] classFile) {
    List<String> constants = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
      in.skipNBytes(8);
      int count = in.readUnsignedShort();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> constants.add(in.readUTF());
          case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++; // Takes two places.
          }
          default -> throw new IllegalArgumentException("constant of tag " + tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return constants;
  }
}
