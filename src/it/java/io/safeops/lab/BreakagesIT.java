package io.safeops.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the lab with all networks: packets pass on every path, and a breakage cuts the paths that
 * it should cut, and no others, until it is healed.
 */
@SeparateLan
@NeedsLab("--networks=all")
class BreakagesIT {
  private static final Lab LAB = Lab.ofThisRun();

  /** A breakage, and the paths that it cuts. */
  private record Cut(String breakage, Set<String> lost) {}

  @Test
  void listHasOneLineForEachBreakage() {
    List<String> lines = LAB.run("break", "list").out().lines().toList();
    List<String> names = lines.stream().map(line -> line.replaceFirst(" .*", "")).toList();

    assertThat(lines)
        .hasSizeGreaterThan(100)
        .allMatch(line -> line.matches("[a-z0-9-]+ {2,}\\S.*"));
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("000", "uplink-gone", "gateway-nobody", "vswitchd-stopped")
        .noneMatch(name -> name.startsWith("raft-"));
  }

  @Test
  void breakageOfAnotherKindOfLabIsRefused() {
    Answer raft = LAB.run("break", "raft-southbound-no-leader");
    assertThat(raft.exit()).isEqualTo(1);
    assertThat(raft.err()).contains("raft-southbound-no-leader needs databases with three members");
    assertThat(LAB.run("break", "nothing").exit()).isEqualTo(2);
  }

  @Tag("main")
  @Test
  void packetsPassOnEveryPath() {
    Answer packets = LAB.run("packets", "--format", "json");

    assertThat(packets.exit()).as(packets.out()).isZero();
    assertThat(packets.out())
        .contains(
            "\"peer\":\"provider\"",
            "\"peer\":\"switch\"",
            "\"peer\":\"router\"",
            "\"peer\":\"dhcp\"")
        .contains(
            "{\"path\":\"vm3->outside\",\"from\":\"vm3\",\"to\":\"outside\","
                + "\"port\":\"10000003-0000-4000-8000-000000000003\",\"peer\":\"router\",\"answered\":true}")
        .doesNotContain("false");
    assertThat(LAB.ping("vm4")).as("the floating IP answers").isTrue();
    assertThat(LAB.run("ping-from", "vm5", "198.18.0.1", "3").ok()).isTrue();
    assertThat(LAB.run("dhcp", "vm4").out()).isEqualTo("10.10.0.104\n");
  }

  @Tag("main")
  @Test
  void breakageCutsItsPathsUntilItIsHealed() {
    List<Cut> cuts =
        List.of(
            new Cut("segment-uplink-gone", Set.of("outside->vm9")),
            new Cut("vlan-localnet-tag-gone", Set.of("outside->vm6", "outside->vm7")),
            new Cut("uplink-trunks-untagged", Set.of("outside->vm7", "vm6->vm7")),
            new Cut("port-disabled", Set.of("outside->vm1", "vm1->vm2")),
            new Cut("dhcp-options-removed", Set.of("vm3-dhcp")),
            new Cut("floating-ip-removed", Set.of("outside->vm4")),
            new Cut("route-removed", Set.of("vm3->internet", "vm5->internet")),
            new Cut("bond-member-down", Set.of()),
            new Cut(
                "bond-both-down", Set.of("vm3->vm5", "vm4->vm5", "vm5->outside", "vm5->internet")));
    for (Cut cut : cuts) {
      try {
        LAB.breakBy(cut.breakage());
        assertLost(cut.breakage(), cut.lost()::equals);
      } finally {
        LAB.heal(cut.breakage());
      }
      assertLost("healed: " + cut.breakage(), Set::isEmpty);
    }
    assertThat(LAB.reset().out()).as("what heal left").isEmpty();
  }

  @Test
  void resetMendsWhatNobodyHealed() {
    LAB.breakBy("port-deleted");
    LAB.breakBy("nat-removed");
    LAB.breakBy("tunnel-blocked");
    LAB.breakBy("uplink-tag");

    assertThat(LAB.reset().out()).contains("northbound: NAT", "cmp: vswitch: Port");
    assertLost("reset", Set::isEmpty);
    assertThat(LAB.reset().out()).isEmpty();
  }

  private static void assertLost(String when, Predicate<Set<String>> expected) {
    Set<String> lost = new TreeSet<>();
    assertThat(
            Lab.eventually(
                Duration.ofSeconds(30),
                () -> {
                  lost.clear();
                  lost.addAll(
                      LAB.run("packets")
                          .out()
                          .lines()
                          .filter(line -> line.endsWith(" lost"))
                          .map(line -> line.replaceFirst(" lost$", ""))
                          .collect(Collectors.toSet()));
                  return expected.test(lost);
                }))
        .as("%s: lost %s", when, lost)
        .isTrue();
  }
}
