package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** Digests of secrets. */
class SaltTest {

  @Test
  void aDigestDependsOnSaltUseAndSecret() {
    Salt salt = Salt.random(new SecureRandom());
    String digest = salt.digest("parameter word", "1234");
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(salt.digest("parameter word", "1234")).isEqualTo(digest);
    assertThat(salt.digest("parameter word", "1235")).isNotEqualTo(digest);
    assertThat(salt.digest("parameter other", "1234")).isNotEqualTo(digest);
    assertThat(Salt.random(new SecureRandom()).digest("parameter word", "1234"))
        .isNotEqualTo(digest);
  }

  @Test
  void anEmptySecretHasADigestToo() {
    assertThat(new Salt("0".repeat(32)).digest("parameter word", "")).hasSize(64);
  }

  /** Computed by another program: hashlib.pbkdf2_hmac of Python 3. */
  @Test
  void theDigestIsThatOfTheStandard() {
    assertThat(new Salt("000102030405060708090a0b0c0d0e0f").digest("parameter word", "1234"))
        .isEqualTo("08b7d0e4125f0bf406d9bcba7cd740bd151168843d59c7a6924e5d60b3325253");
  }

  @Test
  void aSaltIsWhatItShouldBe() {
    assertThatThrownBy(() -> new Salt("00")).hasMessageContaining("32 hexadecimal digits");
  }
}
