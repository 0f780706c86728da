package io.safeops.signature;

import io.safeops.document.DocumentException;
import io.safeops.document.Position;
import io.safeops.inventory.FileTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Whose signatures count: an allowed signers file as {@code ssh-keygen -Y verify -f} takes it. It
 * is stricter where principals are counted: a line for a key names its principals, and only lines
 * of authorities have patterns.
 */
public final class AllowedSigners {

  /** Most lines that one message names. */
  private static final int MOST_REASONS = 4;

  private final String file;
  private final List<SignerEntry> entries;

  private AllowedSigners(String file, List<SignerEntry> entries) {
    this.file = file;
    this.entries = entries;
  }

  /** As {@link #load(Path, ZoneId)}, with the time zone of this machine. */
  public static AllowedSigners load(Path file) throws DocumentException {
    return load(file, ZoneId.systemDefault());
  }

  /**
   * Reads a file that only root and the user who runs safeops can write or replace.
   *
   * @param zone for times without a Z
   * @throws DocumentException if others could change it, it is larger than 1 MiB, or a line is not
   *     as ssh-keygen(1) says
   */
  public static AllowedSigners load(Path file, ZoneId zone) throws DocumentException {
    String name = file.toString();
    if (!Files.exists(file)) {
      throw new DocumentException(Position.ofFile(name), "no such file");
    }
    // First: whoever could change the file while it is read could change it before.
    Optional<String> distrust = FileTrust.distrust(file);
    if (distrust.isPresent()) {
      throw new DocumentException(
          Position.ofFile(name),
          "this file says whose signatures count, and cannot be trusted: " + distrust.get());
    }
    try (InputStream in = Files.newInputStream(file)) {
      return parse(name, in.readNBytes(AllowedSignersReader.MOST_BYTES + 1), zone);
    } catch (FileSystemException e) {
      String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      throw new DocumentException(Position.ofFile(name), "cannot be read: " + reason);
    } catch (IOException e) {
      throw new DocumentException(Position.ofFile(name), "cannot be read: " + e.getMessage());
    }
  }

  /** Reads the content of a file; whether it can be trusted is up to the caller. */
  static AllowedSigners parse(String name, byte[] bytes, ZoneId zone) throws DocumentException {
    return new AllowedSigners(name, AllowedSignersReader.read(name, bytes, zone));
  }

  /**
   * Who signed a message.
   *
   * @param armored one signature, as {@code ssh-keygen -Y sign} writes it
   * @param at when the signature must be valid. What a signature says of its own time is not known.
   * @return all principals of all lines that allow it
   * @throws SignatureException if the signature does not fit, or no line allows it
   */
  public VerifiedSigner verify(
      String armored, byte[] message, SignatureNamespace namespace, Instant at)
      throws SignatureException {
    if (at.getEpochSecond() < 0) {
      throw new SignatureException("no signature is valid at " + at + ", which is before 1970");
    }
    SshSignature signature = SshSignature.parse(armored);
    signature.requireNamespace(namespace);
    KeyContent signer = signature.content();
    List<SignerEntry> lines = entries.stream().filter(each -> each.isAbout(signer)).toList();
    if (lines.isEmpty()) {
      throw new SignatureException(notListed(signer));
    }
    int flags = signature.check(message);
    if (signer.certificate().isPresent()) {
      signer.certificate().get().requireUse(at, flags);
    }
    Set<String> principals = principals(lines, signer, namespace, at.getEpochSecond());
    return new VerifiedSigner(principals, signature.key(), signature.key().fingerprint());
  }

  private static Set<String> principals(
      List<SignerEntry> lines, KeyContent signer, SignatureNamespace namespace, long seconds)
      throws SignatureException {
    Set<String> principals = new TreeSet<>();
    List<String> reasons = new ArrayList<>();
    for (SignerEntry line : lines) {
      Optional<String> refusal = line.refusal(signer, namespace, seconds);
      if (refusal.isPresent()) {
        reasons.add(refusal.get());
      } else {
        principals.addAll(line.principals(signer));
      }
    }
    if (principals.isEmpty()) {
      throw new SignatureException(
          "%s is listed, but %s".formatted(listed(signer), sentence(reasons)));
    }
    return principals;
  }

  private static String listed(KeyContent signer) {
    return signer
        .certificate()
        .map(each -> "the authority " + each.authority().name() + " of " + each.name())
        .orElse("the key " + signer.key().name());
  }

  private static String sentence(List<String> reasons) {
    int rest = reasons.size() - MOST_REASONS;
    return String.join(", and ", reasons.subList(0, Math.min(reasons.size(), MOST_REASONS)))
        + (rest > 0 ? ", and so on for %d more lines".formatted(rest) : "");
  }

  /** Says what is missing, and what the file has instead. */
  private String notListed(KeyContent signer) {
    if (signer.certificate().isEmpty()) {
      return "the key %s is not listed in %s%s"
          .formatted(
              signer.key().name(),
              file,
              instead(
                  each -> each.key().equals(signer.key()),
                  "%s has it as a certificate authority, which signs certificates and no"
                      + " messages"));
    }
    Certificate certificate = signer.certificate().get();
    return "the authority %s of %s is not listed in %s%s"
        .formatted(
            certificate.authority().name(),
            certificate.name(),
            file,
            instead(
                    each -> each.key().equals(certificate.authority()),
                    "%s has its key without the option cert-authority")
                + instead(
                    each -> !each.options().authority() && each.key().equals(certificate.key()),
                    "%s has the signer's key itself, so a signature without the certificate would"
                        + " count"));
  }

  private String instead(Predicate<SignerEntry> fits, String words) {
    return entries.stream()
        .filter(fits)
        .findFirst()
        .map(each -> "; " + words.formatted(each.place()))
        .orElse("");
  }
}
