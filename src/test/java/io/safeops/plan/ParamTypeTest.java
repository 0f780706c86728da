package io.safeops.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParamTypeTest {

  /** Values that every type refuses, because a shell or a terminal could act on them. */
  private static final List<String> NEVER =
      List.of(
          "", "a\nb", "a\u0000b", "a\u001b[2J", "a\u007f", "a\u202eb", "a\u2028b", "-x", "--a=b");

  private static final List<String> SHELL =
      List.of(
          "a;b", "a|b", "a&b", "$(a)", "`a`", "$a", "a b", "a'b", "a\"b", "a>b", "a<b", "a*", "a?",
          "~a", "#a", "a\\b", "{a,b}", "!a", "(a)", "a\tb");

  @ParameterizedTest
  @EnumSource
  void refusesUnsafeValues(ParamType type) {
    NEVER.forEach(text -> assertThat(type.refuse(text)).as("%s", text).isPresent());
    assertThat(type.refuse(type.example())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void namesHoldNoShellSyntax(ParamType type) {
    if (type != ParamType.STRING && type != ParamType.SECRET) {
      SHELL.forEach(text -> assertThat(type.refuse(text)).as("%s", text).isPresent());
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ip,         192.0.2.1 ::1 2001:db8::5 ::ffff:192.0.2.1,  192.0.2 192.0.2.01 1.2.3.4.5 1::2::3 fe80::1%eth0 host 3232235777 12:30
          cidr,       192.0.2.0/24 2001:db8::/32 0.0.0.0/0,        192.0.2.0 192.0.2.0/33 192.0.2.0/024 ::/129 /24
          mac,        02:00:00:00:00:0a,                           02-00-00-00-00-0a 02:00:00:00:00 02:00:00:00:00:0g
          ifname,     eth0 enp6s18 bond0.100 br-ex veth@if2,       . .. abcdefghijklmnop a/b
          bridge,     br-ex br-int,                                eth0:1 veth@if2 a/b
          node,       net cmp-1 a.example.org,                     _a .a a/b
          ovn-switch, neutron-3f2c public ln_1,                    .a :a a/b
          uuid,       3f2504e0-4f89-41d3-9a0c-0305e82c3301,        3f2504e0 3f2504e04f8941d39a0c0305e82c3301
          physnet,    physnet2 phynet-2,                           .a a:b a/b
          int,        0 12 -3,                                     1e3 0x1 007 1.5 1_000 99999999999999999999
          bool,       true false,                                  yes no on True 1
          duration,   500ms 20s 5m 12h 2d,                         12:30 20 1.5s 5min
          path,       / /var/lib/safeops /a-b_c.d,                 a ./a /a/../b /.. /a/..
          """)
  void accepts(String name, String good, String bad) {
    ParamType type =
        Arrays.stream(ParamType.values())
            .filter(each -> each.keyword().equals(name))
            .findFirst()
            .orElseThrow();
    for (String text : good.split(" ")) {
      assertThat(type.refuse(text)).as(text).isEmpty();
    }
    for (String text : bad.split(" ")) {
      assertThat(type.refuse(text)).as(text).isPresent();
    }
  }

  @Test
  void calculatesBatchSizes() {
    assertThat(new Serial(10, true).batch(100)).isEqualTo(10);
    assertThat(new Serial(10, true).batch(3)).isEqualTo(1);
    assertThat(new Serial(5, false).batch(3)).isEqualTo(3);
  }
}
