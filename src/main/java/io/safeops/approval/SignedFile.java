package io.safeops.approval;

import io.safeops.document.DocumentException;
import io.safeops.document.Position;
import io.safeops.document.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;

/**
 * A statement with its signature: a file, and a file of the same name with {@value #SUFFIX} added.
 * Nothing is known about the signature until a {@link SignerCheck} has seen it.
 */
final class SignedFile {

  /** As {@code ssh-keygen -Y sign} names the file of a signature. */
  static final String SUFFIX = ".sig";

  /**
   * Largest file of a signature in bytes: one by an RSA key of 16384 bits with a certificate takes
   * less than a tenth of it.
   */
  static final int MAX_SIGNATURE_BYTES = 64 * 1024;

  private static final String READABLE_BY_ALL = "rw-r--r--";

  private static final String EXISTS = " exists, and what was signed is never overwritten";

  private final String name;
  private final byte[] bytes;
  private final String signature;

  private SignedFile(String name, byte[] bytes, String signature) {
    this.name = name;
    this.bytes = bytes.clone();
    this.signature = signature;
  }

  /**
   * @param name of the file, for messages
   */
  static SignedFile of(String name, byte[] bytes, String signature) {
    return new SignedFile(name, bytes, signature);
  }

  /**
   * Reads both files.
   *
   * @param most bytes of the statement
   * @throws DocumentException if one of them is missing, too large, or no text of a signature
   */
  static SignedFile read(Path file, int most) throws DocumentException {
    byte[] bytes = bytes(file, most);
    byte[] signature = bytes(signatureOf(file), MAX_SIGNATURE_BYTES);
    for (byte each : signature) {
      boolean isLineBreak = each == '\n' || each == '\r';
      if (!isLineBreak && (each < ' ' || each > '~')) {
        throw new DocumentException(
            Position.ofFile(signatureOf(file).toString()),
            "not the text of a signature: it holds a byte that is not printable ASCII");
      }
    }
    return of(file.toString(), bytes, new String(signature, StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(Path file, int most) throws DocumentException {
    Position at = Position.ofFile(file.toString());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new DocumentException(at, "larger than " + most / 1024 + " KiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new DocumentException(at, "no such file");
    } catch (FileSystemException e) {
      String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      throw new DocumentException(at, "cannot be read: " + reason);
    } catch (IOException e) {
      throw new DocumentException(at, "cannot be read: " + e.getMessage());
    }
  }

  /** The file of the signature. */
  static Path signatureOf(Path file) {
    return file.resolveSibling(file.getFileName() + SUFFIX);
  }

  /**
   * Signs a statement and writes both files, readable by all. Neither may exist; if one of them
   * cannot be written, the other is taken away again.
   *
   * @throws IOException when the key cannot be used, a file exists, or cannot be written
   */
  static SignedFile write(byte[] bytes, ApprovalSigner signer, Path file) throws IOException {
    requireAbsent(file);
    requireAbsent(signatureOf(file));
    SignedFile signed = new SignedFile(file.toString(), bytes, signer.sign(bytes));
    signed.copyTo(file);
    return signed;
  }

  /** Writes both files again, as they were read. */
  void copyTo(Path file) throws IOException {
    requireAbsent(file);
    requireAbsent(signatureOf(file));
    create(file, bytes);
    try {
      create(signatureOf(file), signature.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void requireAbsent(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + EXISTS);
    }
  }

  private static void create(Path file, byte[] bytes) throws IOException {
    FileChannel created = opened(file);
    try (created) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(READABLE_BY_ALL));
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        created.write(left);
      }
      created.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static FileChannel opened(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + EXISTS, e);
    } catch (FileSystemException e) {
      String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      throw new IOException(file + " cannot be created: " + reason, e);
    }
  }

  String name() {
    return name;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /** The SHA-256 of the bytes that are signed, 64 hexadecimal digits. */
  String digest() {
    return Sha256.hex(bytes);
  }

  /**
   * Who signed exactly these bytes, by a key that may sign them at this time.
   *
   * @throws SignerRefusedException if the signature does not count
   */
  SignerCheck.Signed signed(SignerCheck check, Instant at) throws SignerRefusedException {
    return check.check(bytes.clone(), signature, at);
  }
}
