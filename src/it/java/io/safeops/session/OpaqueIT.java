package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests a command that safeops has no model for. It may do anything, and its author wrote its undo.
 * So no check afterwards can prove that all is as before.
 */
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
  void undoThatPutsItBackIsNotProven() {
    Ended ended = rollsBack("off");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.all())
        .contains("\"unmodelled\":[\"step-1\"]")
        .contains(
            "on net something was done that safeops has no model of: what safeops reads there is")
        .doesNotContain("interface lo on net");
    assertThat(addresses()).doesNotContain(ADDRESS);
  }

  @Test
  void withoutAReasonItIsRefused() {
    Ended ended = operator.types("apply", plan("off").toString(), "--no-input");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(3);
    assertThat(ended.all())
        .contains("REFUSED understood/opaque", "asks for an approval; nobody can give one yet")
        .contains("once step-1 has begun, a rollback ends in 5 at best");
  }

  @Test
  void undoThatLeavesSomethingIsNotCalledRestored() {
    Ended ended = rollsBack("nothing");

    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.all()).contains("interface lo on net").contains("198.51.100.7");
  }

  /** {@code recover} cannot prove more than the run itself. */
  @Test
  void recoveredItIsNotProvenEither() {
    OpenRun run =
        operator
            .applies(plan("off"), "--waive", "understood/opaque", "--because", "the vendor says so")
            .reaches("CODE");
    OpenRun.processOf(run.id()).orElseThrow().destroyForcibly();

    Ended ended = operator.types("recover", run.id());

    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.all()).contains("on net something was done that safeops has no model of");
    assertThat(addresses()).doesNotContain(ADDRESS);
  }

  private Path plan(String undo) {
    return operator.file(
        "vendor.yaml",
        Plans.plan(
            "deadline: 120s, lease: 10s, probes: [storm]",
            "{exec: {argv: [vendor-setup, on], undo: {argv: [vendor-setup, "
                + undo
                + "]}}, nodes: {names: [net]}}"));
  }

  private Ended rollsBack(String undo) {
    OpenRun run =
        operator
            .applies(plan(undo), "--waive", "understood/opaque", "--because", "the vendor says so")
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
