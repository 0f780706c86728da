package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net                 | net              | true",
        "net                 | net2             | false",
        "ctl,net,cmp         | net              | true",
        "192.0.2.*           | 192.0.2.12       | true",
        "192.0.2.*           | 192x0x2x12       | false",
        "192.0.2.1?          | 192.0.2.12       | true",
        "!192.0.2.12,192.*   | 192.0.2.12       | false",
        "192.*,!192.0.2.12   | 192.0.2.12       | false",
        "!192.0.2.12,192.*   | 192.0.2.13       | true",
        "!192.0.2.12         | 198.51.100.1     | false",
        "[192.0.2.12]:2222   | [192.0.2.12]:2222| true",
        "[192.0.2.12]:2222   | 192.0.2.12       | false",
        "NET                 | net              | true",
      })
  void matches(String field, String name, boolean expected) {
    assertThat(HostPattern.matches(field, name)).isEqualTo(expected);
  }

  @Test
  void matchesOnlyTheHashedName() throws Exception {
    String field = hash("[192.0.2.12]:2222");
    assertThat(HostPattern.matches(field, "[192.0.2.12]:2222")).isTrue();
    assertThat(HostPattern.matches(field, "192.0.2.12")).isFalse();
    assertThat(HostPattern.matches("|1|broken", "192.0.2.12")).isFalse();
    assertThat(HostPattern.matches("|1|***|***", "192.0.2.12")).isFalse();
  }

  /** As {@code ssh-keygen -H} writes it. */
  static String hash(String name) throws Exception {
    byte[] salt = "0123456789abcdefghij".getBytes(StandardCharsets.UTF_8);
    Mac hmac = Mac.getInstance("HmacSHA1");
    hmac.init(new SecretKeySpec(salt, "HmacSHA1"));
    Base64.Encoder base64 = Base64.getEncoder();
    return "|1|"
        + base64.encodeToString(salt)
        + "|"
        + base64.encodeToString(hmac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
  }
}
