package io.safeops.approval;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The statement that one exact plan may run. {@link ApprovalText} writes and reads it.
 *
 * @param id random, 32 hexadecimal digits
 * @param approver the principal who signs it, as it claims; the signature decides
 * @param purpose what it is for, in the approver's words; may be empty
 * @param takeBack whether it covers a run that restores what was there before
 * @param salt of the digests of secrets in {@code binding}
 */
public record Approval(
    String id,
    String approver,
    String purpose,
    Validity validity,
    ConfirmMode confirm,
    boolean takeBack,
    Salt salt,
    Binding binding) {

  static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private static final int ID_BYTES = 16;

  public Approval {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("the id of an approval has 32 hexadecimal digits");
    }
    if (approver.isBlank()) {
      throw new IllegalArgumentException("an approval names its approver");
    }
  }

  static String randomId(SecureRandom random) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static Builder builder(String id, String approver, Validity validity) {
    return new Builder(id, approver, validity);
  }

  /** The same, to change some of it. */
  Builder toBuilder() {
    return builder(id, approver, validity)
        .purpose(purpose)
        .confirm(confirm)
        .takeBack(takeBack)
        .bound(salt, binding);
  }

  /** Its parts by name; a run is confirmed by the code and not taken back, if nothing is said. */
  static final class Builder {
    private final String id;
    private final String approver;
    private final Validity validity;
    private String purpose = "";
    private ConfirmMode confirm = ConfirmMode.CODE;
    private boolean takeBack;
    private Optional<Salt> salt = Optional.empty();
    private Optional<Binding> binding = Optional.empty();

    private Builder(String id, String approver, Validity validity) {
      this.id = id;
      this.approver = approver;
      this.validity = validity;
    }

    Builder purpose(String value) {
      purpose = value;
      return this;
    }

    Builder confirm(ConfirmMode value) {
      confirm = value;
      return this;
    }

    Builder takeBack(boolean value) {
      takeBack = value;
      return this;
    }

    /** What it is about, with the salt of its digests. */
    Builder bound(Salt by, Binding value) {
      salt = Optional.of(by);
      binding = Optional.of(value);
      return this;
    }

    Approval build() {
      return new Approval(
          id,
          approver,
          purpose,
          validity,
          confirm,
          takeBack,
          salt.orElseThrow(),
          binding.orElseThrow());
    }
  }
}
