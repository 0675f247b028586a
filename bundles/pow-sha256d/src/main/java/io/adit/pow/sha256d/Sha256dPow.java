package io.adit.pow.sha256d;

import io.adit.api.Sha256d;
import io.adit.api.pow.PowAlgorithm;
import io.adit.api.pow.Target;
import org.osgi.service.component.annotations.Component;

/** SHA-256 of SHA-256 of the header, as Bitcoin has it. */
@Component(property = PowAlgorithm.NAME + "=sha256d")
public final class Sha256dPow implements PowAlgorithm {
  private static final int HEADER_SIZE = 80;

  /** 0x00000000ffff0000…: the easiest target of Bitcoin's main network. */
  private static final Target DIFFICULTY_ONE = Target.ofCompact(0x1d00ffff);

  @Override
  public Target difficultyOne() {
    return DIFFICULTY_ONE;
  }

  @Override
  public Hasher newHasher() {
    Sha256d sha256d = new Sha256d();
    return (header, hash) -> sha256d.hash(header, 0, HEADER_SIZE, hash, 0);
  }
}
