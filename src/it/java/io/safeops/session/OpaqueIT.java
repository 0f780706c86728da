package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command of which safeops has no model: its undo is its author's word, and is looked at. */
class OpaqueIT extends Bench {
  private static final String ADDRESS = "198.51.100.7/32";

  @BeforeEach
  void installVendorsScript() {
    Lab.Answer answer =
        LAB.script(
            "net",
            """
            cat >/usr/local/sbin/vendor-setup <<'END'
            #!/bin/sh
            case $1 in
              on) ip address replace %1$s dev lo ;;
              off) ip address del %1$s dev lo ;;
            esac
            END
            chmod 755 /usr/local/sbin/vendor-setup
            """
                .formatted(ADDRESS));
    assertThat(answer.exit()).as(answer.err()).isZero();
  }

  @AfterEach
  void removeVendorsScript() {
    LAB.script(
        "net", "rm -f /usr/local/sbin/vendor-setup; ip address del " + ADDRESS + " dev lo; true");
  }

  @Test
  void undoThatPutsItBackIsProven() {
    Ended ended = rollsBack("off");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(addresses()).doesNotContain(ADDRESS);
  }

  @Test
  void undoThatLeavesSomethingIsNotCalledRestored() {
    Ended ended = rollsBack("nothing");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.all()).contains("interface lo on net").contains("198.51.100.7");
  }

  private Ended rollsBack(String undo) {
    Path plan =
        operator.file(
            "vendor.yaml",
            Plans.plan(
                "deadline: 120s, lease: 10s, probes: [storm]",
                "{exec: {argv: [vendor-setup, on], undo: {argv: [vendor-setup, "
                    + undo
                    + "]}}, nodes: {names: [net]}}"));
    OpenRun run =
        operator
            .applies(plan, "--waive", "understood/opaque", "--because", "the vendor says so")
            .reaches("CODE");
    assertThat(addresses()).contains(ADDRESS);
    Ended asked = operator.types("rollback", run.id());
    Ended ended = run.ended();
    assertThat(asked.exit()).as(asked.all()).isEqualTo(ended.exit());
    return ended;
  }

  private static String addresses() {
    return LAB.script("net", "ip -o address show dev lo").out();
  }
}
