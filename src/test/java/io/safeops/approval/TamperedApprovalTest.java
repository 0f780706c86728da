package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed statement or signature lets nothing run, whatever byte it is. */
class TamperedApprovalTest {

  private static final int TRIALS = 1000;
  private static final Signatures SIGNATURES = new Signatures().allow("k", "alice");

  @TempDir private static Path folder;
  private static byte[] bytes;
  private static String signature;
  private static BindingSource source;

  @BeforeAll
  static void approve() throws Exception {
    source = new BoundRun(folder).source();
    bytes = ApprovalText.bytes(Approvals.of(source, "alice"));
    signature = SIGNATURES.with("k").sign(bytes);
  }

  private static Permission permission(SignedApproval approval) {
    return Permission.of(
        PermissionRequest.builder(
                source::binding,
                new Operator(Set.of("olga"), Set.of()),
                new ClockSpan(
                    List.of(new ClockSpan.Reading("the clock here", Approvals.NOT_BEFORE)),
                    Optional.empty()))
            .approvals(List.of(approval), SIGNATURES)
            .requirements(List.of(new Requirement(Set.of("alice"), 1, Duration.ofDays(30))))
            .build());
  }

  /** Whether the bytes are read, and let the plan run. */
  private static boolean isGranted(byte[] statement, String signed) {
    try {
      return permission(SignedApproval.of("night.approval", statement, signed)).isGranted();
    } catch (DocumentException refused) {
      assertThat(refused.problems()).isNotEmpty();
      return false;
    }
  }

  @Test
  void untouchedItLetsThePlanRun() {
    assertThat(isGranted(bytes, signature)).isTrue();
  }

  @Test
  void noneOfAThousandChangesOfTheStatementIsAccepted() throws Exception {
    int read = 0;
    for (int seed = 0; seed < TRIALS; seed++) {
      byte[] changed = changed(bytes, new Random(seed));
      assertThat(changed).as("seed %d", seed).isNotEqualTo(bytes);
      assertThat(isGranted(changed, signature)).as("seed %d", seed).isFalse();
      Optional<Approval> other = read(changed);
      read += other.isPresent() ? 1 : 0;
      // What is read is never the same approval, and is written as it was read.
      if (other.isPresent()) {
        assertThat(ApprovalText.bytes(other.get())).as("seed %d", seed).isEqualTo(changed);
      }
    }
    // Many changes of letters and digits make another approval: there the signature decides.
    assertThat(read).isBetween(20, TRIALS - 100);
  }

  private static Optional<Approval> read(byte[] statement) {
    try {
      return Optional.of(ApprovalText.read("night.approval", statement));
    } catch (DocumentException refused) {
      return Optional.empty();
    }
  }

  @Test
  void noneOfAHundredChangesOfTheSignatureIsAccepted() {
    byte[] signed = signature.getBytes(StandardCharsets.US_ASCII);
    for (int seed = 0; seed < 100; seed++) {
      String changed = new String(changed(signed, new Random(seed)), StandardCharsets.ISO_8859_1);
      assertThat(isGranted(bytes, changed)).as("seed %d: %s", seed, changed).isFalse();
    }
  }

  /** The bytes with one change of some kind at some place. */
  private static byte[] changed(byte[] from, Random random) {
    int at = random.nextInt(from.length);
    return switch (random.nextInt(6)) {
      case 0 -> with(from, at, (byte) (from[at] ^ (1 << random.nextInt(8))));
      case 1 -> with(from, at, other(from[at], random));
      case 2 -> spliced(from, at, 1, new byte[0]);
      case 3 -> spliced(from, at, 0, new byte[] {(byte) (' ' + random.nextInt(95))});
      case 4 -> Arrays.copyOf(from, at);
      default -> {
        int to = random.nextInt(from.length - at) + at;
        yield spliced(from, to, 0, Arrays.copyOfRange(from, at, Math.max(to, at + 1)));
      }
    };
  }

  private static byte[] with(byte[] from, int at, byte value) {
    byte[] changed = from.clone();
    changed[at] = value;
    return changed;
  }

  /** Another letter or digit: most texts stay well formed with it. */
  private static byte other(byte from, Random random) {
    byte to = (byte) "0123456789abcdefghij".charAt(random.nextInt(20));
    return to == from ? (byte) 'k' : to;
  }

  private static byte[] spliced(byte[] from, int at, int without, byte[] more) {
    byte[] changed = new byte[from.length - without + more.length];
    System.arraycopy(from, 0, changed, 0, at);
    System.arraycopy(more, 0, changed, at, more.length);
    System.arraycopy(from, at + without, changed, at + more.length, from.length - at - without);
    return changed;
  }
}
