package io.adit.bench.ledger;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is compared. */
enum Candidates {
  H2_MVSTORE,
  ARTEMIS_NIO,
  ARTEMIS_MAPPED,
  CHRONICLE,
  ROCKSDB,
  OWN_MAPPED,
  OWN_PWRITE,
  /** Not a candidate: shows what a full file system does to a mapping over a file with holes. */
  OWN_SPARSE;

  static List<Candidates> compared() {
    return Arrays.stream(values()).filter(c -> c != OWN_SPARSE).toList();
  }

  static Candidates of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @param segment bytes of a file, where the candidate has such a setting
   * @param fsync whether {@link Candidate#sync} will be asked for; for those that must know when
   *     they open
   */
  Candidate open(Path directory, int segment, boolean fsync) throws Exception {
    return switch (this) {
      case H2_MVSTORE -> new MvStoreCandidate(directory);
      case ARTEMIS_NIO -> new ArtemisCandidate(directory, segment, false, fsync);
      case ARTEMIS_MAPPED -> new ArtemisCandidate(directory, segment, true, fsync);
      case CHRONICLE -> new ChronicleCandidate(directory, segment);
      case ROCKSDB -> new RocksCandidate(directory, segment);
      case OWN_MAPPED -> new OwnCandidate(directory, segment, Segment.Kind.MAPPED);
      case OWN_PWRITE -> new OwnCandidate(directory, segment, Segment.Kind.PWRITE);
      case OWN_SPARSE -> new OwnCandidate(directory, segment, Segment.Kind.SPARSE);
    };
  }
}
