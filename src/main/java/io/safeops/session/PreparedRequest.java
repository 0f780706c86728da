package io.safeops.session;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Position;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.review.ReviewException;
import io.safeops.review.Reviewer;
import io.safeops.review.Waiver;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a request, loaded; the command line and the run process use the same code.
 *
 * @param plan with the values of its parameters
 * @param inventory where it is to run
 * @param reviewer with all rules and waivers
 */
public record PreparedRequest(Plan plan, Inventory inventory, PolicySet rules, Reviewer reviewer) {

  /**
   * Loads everything that a request names.
   *
   * @throws DocumentException when a file does not load
   * @throws ReviewException when a waiver makes no sense
   */
  public static PreparedRequest of(RunRequest request) throws DocumentException, ReviewException {
    Plan plan = planFile(request.plan()).plan(request.params());
    Actions.check(plan);
    Inventory inventory = Inventory.load(Path.of(request.inventory()));
    PolicySet rules = PolicySet.load(request.policies().stream().map(Path::of).toList());
    Reviewer reviewer =
        new Reviewer(
            rules,
            request.waivers().entrySet().stream()
                .map(waiver -> new Waiver(waiver.getKey(), waiver.getValue()))
                .toList(),
            inventory);
    return new PreparedRequest(plan, inventory, rules, reviewer);
  }

  /** A plan's name as it is used here: a file as it is typed, a playbook after a prefix. */
  public static String asNamed(String typed) {
    return Files.exists(Path.of(typed)) || !BuiltInFiles.playbooks().contains(typed)
        ? typed
        : BuiltInFiles.PREFIX + typed;
  }

  /**
   * Reads the file of a plan.
   *
   * @param plan a path, or the name of a playbook after {@link BuiltInFiles#PREFIX}
   */
  public static PlanFile planFile(String plan) throws DocumentException {
    if (!plan.startsWith(BuiltInFiles.PREFIX)) {
      return PlanFile.read(Path.of(plan), Actions.names());
    }
    DocumentNode playbook =
        BuiltInFiles.playbook(plan.substring(BuiltInFiles.PREFIX.length()))
            .orElseThrow(
                () -> new DocumentException(Position.ofFile(plan), "there is no such playbook"));
    return PlanFile.of(playbook, Actions.names());
  }
}
