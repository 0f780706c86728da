package io.safeops.policy;

import static io.safeops.policy.RuleCase.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans as a whole: who undoes, who can look, what is not understood. */
final class PlanCases {

  private PlanCases() {}

  static List<RuleCase> all() {
    List<RuleCase> cases = new ArrayList<>();
    Affected covered = affected("net", true, true, NodeCover.PATH, "br-ex");
    Affected away = affected("ctl", true, true, NodeCover.UNDECLARED);
    Affected unwatched =
        new Affected(
            "s",
            "cmp",
            true,
            true,
            true,
            false,
            NodeCover.PATH,
            Optional.empty(),
            List.of("br-ex"));
    cases.add(plan("covered in all ways", context(15, covered, away)));
    cases.add(
        plan(
            "no undo on one chassis",
            context(15, covered, affected("cmp", false, true, NodeCover.PATH)),
            "management-path/undo-on-every-chassis|step s can cut cmp off"));
    cases.add(
        plan(
            "a chassis that the inventory lacks",
            context(
                15,
                covered,
                new Affected(
                    "s",
                    "far",
                    false,
                    false,
                    true,
                    false,
                    NodeCover.PATH,
                    Optional.empty(),
                    List.of())),
            "management-path/undo-on-every-chassis|(it is a chassis that the inventory lacks)"));
    cases.add(
        plan(
            "no undo where no management path is crossed",
            context(60, affected("cmp", false, false, NodeCover.UNDECLARED))));
    cases.add(
        plan(
            "a guard that a reboot ends",
            context(15, affected("net", true, false, NodeCover.PATH, "br-ex")),
            "management-path/survives-reboot|its guard would not survive a reboot"));
    cases.add(
        plan(
            "no storm probe",
            context(15, covered, away, unwatched),
            "management-path/storm-probe|step s changes br-ex on cmp, which its management path"
                + " crosses, and no storm probe would run there"));
    cases.add(
        plan(
            "nothing said about a way around",
            context(15, affected("net", true, true, NodeCover.UNDECLARED, "br-ex")),
            "management-path/out-of-band|declare `oob` for net"));
    cases.add(
        plan(
            "a management path that is not known",
            context(
                15,
                new Affected(
                    "s",
                    "net",
                    true,
                    true,
                    true,
                    true,
                    NodeCover.PATH,
                    Optional.of("ssh came to 198.51.100.7"),
                    List.of("br-ex"))),
            "management-path/is-known|changes br-ex on net, and nobody can say whether that cuts net"
                + " off: ssh came to 198.51.100.7"));
    Affected alone = affected("net", true, true, NodeCover.NONE, "br-ex");
    cases.add(
        plan(
            "no way around, declared, short lease",
            context(15, alone),
            "management-path/no-way-around|only net's own guard helps"));
    cases.add(
        plan(
            "no way around, declared, long lease",
            context(16, alone),
            "management-path/no-way-around|",
            "management-path/short-lease|the plan's guard.lease is 16 s"));
    cases.add(
        plan(
            "irreversible",
            context(change("understood", Optional.of("rows are lost"), covered)),
            "reversibility/undo-known|step s: some.action cannot be undone (rows are lost)"));
    cases.add(
        plan(
            "irreversible without a way around",
            context(change("understood", Optional.of("rows are lost"), alone)),
            "management-path/no-way-around|",
            "reversibility/never-without-a-way-around|can cut off net, which have no",
            "reversibility/undo-known|"));
    cases.add(
        plan(
            "opaque",
            context(change("opaque", Optional.empty(), away)),
            "understood/opaque|safeops does not know what `do it` changes"));
    cases.add(
        plan(
            "known to cut off",
            context(change("refused", Optional.empty(), away)),
            "understood/known-to-cut-off|write it as a typed action"));
    return cases;
  }

  private static Affected affected(
      String node, boolean undo, boolean survives, String outOfBand, String... bridges) {
    return new Affected(
        "s",
        node,
        true,
        undo,
        survives,
        bridges.length > 0,
        outOfBand,
        Optional.empty(),
        List.of(bridges));
  }

  private static Change change(
      String understanding, Optional<String> irreversible, Affected... affected) {
    return new Change(
        "s", "some.action", "do it", understanding, irreversible, List.of(affected), List.of());
  }

  private static PlanContext context(Change change) {
    return new PlanContext("p", 300, 15, 20, List.of(change));
  }

  private static PlanContext context(long lease, Affected... affected) {
    return new PlanContext(
        "p", 300, lease, 20, List.of(change("understood", Optional.empty(), affected)));
  }
}
