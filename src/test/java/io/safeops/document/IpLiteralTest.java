package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpLiteralTest {

  /** As `ip addr` prints them. */
  @ParameterizedTest
  @CsvSource({
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:0db8:3:0::13, 2001:db8:3::13",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "1:0:0:0:0:0:0:0, 1::",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "fe80::0202, fe80::202",
    "::, ::",
    "192.0.2.1, 192.0.2.1",
    "host.example, host.example",
    "no:address, no:address",
    "fe80::1%eth0, fe80::1%eth0"
  })
  void oneAddressHasOneSpelling(String written, String canonical) {
    assertThat(IpLiteral.canonical(written)).isEqualTo(canonical);
    assertThat(IpLiteral.canonical(canonical)).isEqualTo(canonical);
  }

  @Test
  void aLongTextIsNoneAndTakesNoTime() {
    String text = ":".repeat(1_000_000);
    assertThat(IpLiteral.canonical(text)).isSameAs(text);
  }
}
