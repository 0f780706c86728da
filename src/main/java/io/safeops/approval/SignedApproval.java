package io.safeops.approval;

import io.safeops.document.DocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * An approval with its signature: a file, and a file of the same name with {@value #SUFFIX} added.
 * Nothing is known about the signature until a {@link SignerCheck} has seen it.
 */
public final class SignedApproval {

  /** As {@code ssh-keygen -Y sign} names the file of a signature. */
  public static final String SUFFIX = SignedFile.SUFFIX;

  private final SignedFile file;
  private final Approval approval;

  private SignedApproval(SignedFile file, Approval approval) {
    this.file = file;
    this.approval = approval;
  }

  /**
   * An approval from its bytes.
   *
   * @param name of the file, for messages
   * @throws DocumentException if the bytes are not an approval
   */
  public static SignedApproval of(String name, byte[] bytes, String signature)
      throws DocumentException {
    return of(SignedFile.of(name, bytes, signature));
  }

  /**
   * Reads both files.
   *
   * @throws DocumentException if one of them is missing, too large, or not what it should be
   */
  public static SignedApproval read(Path file) throws DocumentException {
    return of(SignedFile.read(file, ApprovalText.MAX_BYTES));
  }

  private static SignedApproval of(SignedFile file) throws DocumentException {
    return new SignedApproval(file, ApprovalText.read(file.name(), file.bytes()));
  }

  /** The file of the signature. */
  public static Path signatureOf(Path file) {
    return SignedFile.signatureOf(file);
  }

  /**
   * Signs an approval and writes both files, readable by all. Neither may exist; if one of them
   * cannot be written, the other is taken away again.
   *
   * @throws IOException when the key cannot be used, a file exists, or cannot be written
   */
  public static SignedApproval write(Approval approval, ApprovalSigner signer, Path file)
      throws IOException {
    return new SignedApproval(
        SignedFile.write(ApprovalText.bytes(approval), signer, file), approval);
  }

  /** Writes both files again, as they were read. */
  public void copyTo(Path copy) throws IOException {
    file.copyTo(copy);
  }

  /** The name of its file, as it was given. */
  public String name() {
    return file.name();
  }

  public Approval approval() {
    return approval;
  }

  /** The SHA-256 of the bytes that are signed, 64 hexadecimal digits. */
  public String digest() {
    return file.digest();
  }

  /**
   * Who signed exactly these bytes, by a key that may sign approvals at this time.
   *
   * @throws SignerRefusedException if the signature does not count
   */
  public SignerCheck.Signed signed(SignerCheck check, Instant at) throws SignerRefusedException {
    return file.signed(check, at);
  }
}
