package io.adit.ledger;

import io.adit.api.Bytes;
import io.adit.api.Hash;
import io.adit.api.ledger.FoundBlock;
import io.adit.api.ledger.FoundBlock.NodeVerdict;
import io.adit.api.ledger.FoundBlock.Status;
import io.adit.api.node.BlockVerdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Found blocks as files, one for each, which is replaced as a whole when something new is known of
 * the block: four bytes of CRC-32C, and then what {@link FoundBlock} has, as {@link
 * DataOutputStream} writes it.
 */
final class BlockFiles {
  private static final String SUFFIX = ".block";
  private static final int VERSION = 1;

  private final Path directory;

  BlockFiles(Path directory) {
    this.directory = directory;
  }

  /** Those of earlier runs, the oldest first. */
  List<FoundBlock> load() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<FoundBlock> blocks = new ArrayList<>();
    for (Path file : files) {
      blocks.add(read(file));
    }
    return blocks;
  }

  private static FoundBlock read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (content.length < Integer.BYTES || ByteBuffer.wrap(content).getInt() != checksum(content)) {
      throw new DamageException(
          file + ": damaged: restore it from a copy, or move it away to go on without this block");
    }
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(content, Integer.BYTES, content.length - Integer.BYTES))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new DamageException(file + ": version " + version + " (expected: " + VERSION + ")");
      }
      return read(in);
    }
  }

  private static FoundBlock read(DataInputStream in) throws IOException {
    String pool = in.readUTF();
    Hash hash = Hash.ofWire(in.readNBytes(32));
    String worker = in.readUTF();
    int height = in.readInt();
    double difficulty = in.readDouble();
    long reward = in.readLong();
    Status status = Status.valueOf(in.readUTF());
    int confirmations = in.readInt();
    long timeMillis = in.readLong();
    List<NodeVerdict> verdicts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      verdicts.add(
          new NodeVerdict(
              in.readUTF(),
              new BlockVerdict(BlockVerdict.Kind.valueOf(in.readUTF()), in.readUTF()),
              in.readLong()));
    }
    Bytes block = Bytes.copyOf(in.readAllBytes());
    return new FoundBlock(
        pool,
        hash,
        worker,
        height,
        difficulty,
        reward,
        block,
        status,
        confirmations,
        verdicts,
        timeMillis);
  }

  /** Puts a block on disk; when this returns, it is there. */
  void write(FoundBlock block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0);
      out.writeInt(VERSION);
      write(block, out);
    }
    byte[] content = bytes.toByteArray();
    ByteBuffer.wrap(content).putInt(checksum(content));
    Path file = fileOf(block);
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    Directories.sync(directory);
  }

  private static void write(FoundBlock block, DataOutputStream out) throws IOException {
    out.writeUTF(block.pool());
    out.write(block.hash().wire().toArray());
    out.writeUTF(block.worker());
    out.writeInt(block.height());
    out.writeDouble(block.difficulty());
    out.writeLong(block.reward());
    out.writeUTF(block.status().name());
    out.writeInt(block.confirmations());
    out.writeLong(block.timeMillis());
    out.writeInt(block.verdicts().size());
    for (NodeVerdict verdict : block.verdicts()) {
      out.writeUTF(verdict.node());
      out.writeUTF(verdict.verdict().kind().name());
      out.writeUTF(verdict.verdict().detail());
      out.writeLong(verdict.timeMillis());
    }
    out.write(block.block().toArray());
  }

  private static int checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content, Integer.BYTES, content.length - Integer.BYTES);
    return (int) crc.getValue();
  }

  /** Nobody needs the block any more. */
  void delete(FoundBlock block) throws IOException {
    Files.deleteIfExists(fileOf(block));
  }

  /** Pools' names are plain words; a block may be two pools', though hardly. */
  private Path fileOf(FoundBlock block) {
    return directory.resolve(
        String.format(
            Locale.ROOT,
            "%013d-%s-%s%s",
            block.timeMillis(),
            block.pool(),
            block.hash().toDisplayHex(),
            SUFFIX));
  }
}
