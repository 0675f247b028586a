package io.adit.testing.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Rule 1 of the house: a bundle uses {@code api} and libraries, never another Adit bundle; {@code
 * api} uses nothing but itself.
 */
final class OneArrow {
  static final String API = "io.adit.api";

  private OneArrow() {}

  /** Where the rule is broken, for people; empty if it is kept. */
  static List<String> broken(Collection<BundleJar> bundles) {
    BundleJar api =
        bundles.stream()
            .filter(bundle -> bundle.name().equals(API))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no " + API));
    List<String> broken = new ArrayList<>();
    for (BundleJar bundle : bundles) {
      if (!bundle.equals(api)) {
        uses(bundle, api, bundles, broken);
      }
    }
    for (String name : api.imports()) {
      if (!name.startsWith("java.") && !api.contents().contains(name)) {
        broken.add(API + " imports " + name);
      }
    }
    for (String name : api.used()) {
      if (!api.contents().contains(name)) {
        broken.add("a class of " + API + " names " + name);
      }
    }
    return broken;
  }

  private static void uses(
      BundleJar bundle, BundleJar api, Collection<BundleJar> bundles, List<String> broken) {
    for (String name : bundle.imports()) {
      boolean ours = isAdit(name) || name.contains("*") || isInAnother(name, bundle, bundles);
      if (ours && !api.exports().contains(name)) {
        broken.add(bundle.name() + " imports " + name);
      }
    }
    for (String name : bundle.exports()) {
      if (isAdit(name)) {
        broken.add(bundle.name() + " exports " + name);
      }
    }
    for (String name : bundle.required()) {
      if (isAdit(name)) {
        broken.add(bundle.name() + " requires " + name);
      }
    }
    for (String name : bundle.used()) {
      if (!bundle.contents().contains(name) && !api.contents().contains(name)) {
        broken.add("a class of " + bundle.name() + " names " + name);
      }
    }
    for (String name : bundle.contents()) {
      if (isAdit(name) && isInAnother(name, bundle, bundles)) {
        broken.add(bundle.name() + " has classes in " + name + ", as has another bundle");
      }
    }
  }

  private static boolean isInAnother(String name, BundleJar bundle, Collection<BundleJar> bundles) {
    return bundles.stream()
        .filter(other -> !other.equals(bundle))
        .anyMatch(
            other ->
                (isAdit(name) && other.contents().contains(name))
                    || other.exports().contains(name));
  }

  private static boolean isAdit(String name) {
    return name.equals("io.adit") || name.startsWith("io.adit.");
  }
}
