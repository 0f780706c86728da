package io.safeops.action.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.action.Action;
import io.safeops.action.ActionForm;
import io.safeops.action.ApiUndo;
import io.safeops.action.Arguments;
import io.safeops.action.bridge.BridgeFailMode;
import io.safeops.action.bridge.BridgePorts;
import io.safeops.action.bridge.BridgeProtocols;
import io.safeops.action.bridge.LinkUp;
import io.safeops.action.bridge.NormalFlow;
import io.safeops.action.bridge.PortVlan;
import io.safeops.action.chassis.BridgeMappings;
import io.safeops.action.chassis.ChassisSettings;
import io.safeops.action.chassis.IfaceIdRemove;
import io.safeops.action.chassis.PortRebind;
import io.safeops.action.exec.CommandReader;
import io.safeops.action.file.DatabaseBackup;
import io.safeops.action.file.IniKey;
import io.safeops.action.neutron.NetworkRecreate;
import io.safeops.action.neutron.RouterGateway;
import io.safeops.action.northbound.GatewayChassisSet;
import io.safeops.action.northbound.GlobalOptionSet;
import io.safeops.action.northbound.LocalnetCreate;
import io.safeops.action.northbound.LocalnetDelete;
import io.safeops.action.northbound.LocalnetRecreate;
import io.safeops.action.service.CentralRestart;
import io.safeops.action.service.ComponentContinue;
import io.safeops.action.service.ControllerRestart;
import io.safeops.action.service.ServiceChange;
import io.safeops.action.southbound.ChassisDelete;
import io.safeops.document.DocumentException;
import io.safeops.document.Problems;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.Plan;
import io.safeops.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The registry of all actions: finds them by name, makes them from the steps of a plan, and reads
 * saved undos.
 */
public final class Actions {

  private static final Map<String, ActionForm> FORMS =
      Stream.of(
              LocalnetCreate.form(),
              LocalnetDelete.form(),
              LocalnetRecreate.form(),
              GatewayChassisSet.form(),
              GlobalOptionSet.form(),
              BridgePorts.addForm(),
              BridgePorts.removeForm(),
              BridgeProtocols.form(),
              BridgeFailMode.form(),
              NormalFlow.form(),
              PortVlan.form(),
              LinkUp.form(),
              IniKey.form(),
              CentralRestart.form(),
              ControllerRestart.form(),
              ServiceChange.startForm(),
              ServiceChange.stopForm(),
              ServiceChange.restartForm(),
              ComponentContinue.form(),
              ChassisSettings.form(),
              BridgeMappings.form(),
              PortRebind.form(),
              IfaceIdRemove.form(),
              ChassisDelete.form(),
              DatabaseBackup.form(),
              RouterGateway.form(),
              NetworkRecreate.form(),
              CommandReader.form())
          .collect(Collectors.toUnmodifiableMap(ActionForm::name, Function.identity()));

  private Actions() {}

  /** The names that a step may have, sorted. */
  public static List<String> names() {
    return FORMS.keySet().stream().sorted().toList();
  }

  /** The keys of a step for all actions, sorted, each with the schema of its arguments. */
  public static List<Schema.Key> keys() {
    return names().stream().map(FORMS::get).map(ActionForm::key).toList();
  }

  /** The key of a step for an action, with the schema of its arguments and what it does. */
  public static Schema.Key key(String name) {
    return form(name).key();
  }

  /** Whether only the run can undo an action, through the API through which it made the change. */
  public static boolean isUndoneByTheRun(String name) {
    return form(name).undo().isPresent();
  }

  private static ActionForm form(String name) {
    return Objects.requireNonNull(FORMS.get(name), () -> "no action " + name);
  }

  /**
   * Checks the arguments of all steps of a plan when it is loaded; this needs no nodes.
   *
   * @throws DocumentException with all their faults, each with its place
   */
  public static void check(Plan plan) throws DocumentException {
    Problems problems = new Problems();
    plan.steps().forEach(step -> bind(step, List.of(), problems));
    problems.throwIfAny();
  }

  /** The nodes of a step, in the order in which its action takes them. */
  public static List<String> inOrder(Step step, List<String> nodes, Cluster cluster) {
    ActionForm form = FORMS.get(step.action().value());
    return form == null ? nodes : form.order().apply(nodes, cluster);
  }

  /**
   * Reads the record of an API undo.
   *
   * @throws IllegalArgumentException when it is not such a record
   */
  public static ApiUndo undo(JsonNode record) {
    String kind = record.path("kind").asText();
    return Optional.ofNullable(FORMS.get(kind))
        .flatMap(ActionForm::undo)
        .orElseThrow(() -> new IllegalArgumentException("there is no undo of kind '" + kind + "'"))
        .apply(record);
  }

  /**
   * Binds the arguments of a step.
   *
   * @param nodes the nodes of the step; none if they are not known yet, then the action has no
   *     operation
   * @param problems collects the faults of the arguments, each with its place
   * @return empty after a problem
   */
  public static Optional<Action> bind(Step step, List<String> nodes, Problems problems) {
    int before = problems.count();
    ActionForm form = FORMS.get(step.action().value());
    if (form == null) {
      problems.add(step.action().at(), "unknown action `" + step.action().value() + "`");
      return Optional.empty();
    }
    Arguments arguments =
        new Arguments(Value.root(step.arguments(), form.arguments(), problems).map(), nodes);
    Optional<Action> action = form.binder().apply(arguments);
    arguments.map().finish();
    if (problems.count() > before) {
      return Optional.empty();
    }
    return step.secrets().isEmpty()
        ? action
        : action.map(plain -> new MaskedAction(plain, step.secrets()));
  }
}
