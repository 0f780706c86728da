package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.registry.Actions;
import io.safeops.diagnosis.HealthyCluster;
import io.safeops.document.YamlFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.WholeRow;
import io.safeops.inventory.Inventory;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import io.safeops.review.Review;
import io.safeops.review.Reviewer;
import io.safeops.review.Waiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A plan on the healthy cluster, with all that an approval binds, to be changed bit by bit. */
final class BoundRun {

  static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  static final String LOCALNET = "provnet-33333333-3333-4333-8333-333333333333";
  static final String VM1 = "10000001-0000-4000-8000-000000000001";
  static final Salt SALT = new Salt("0123456789abcdef0123456789abcdef");
  static final String RULE = "own/no-change";

  private static final String PLAN =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: night}
      params:
        version: {type: string, default: OpenFlow13, description: what it speaks}
      steps:
        - id: localnet
          ovn.localnet.recreate: {switch: %s, name: %s}
        - id: versions
          ovs.bridge.protocols: {bridge: br-ex, exactly: ["${version}", OpenFlow15]}
          nodes: {names: [net]}
      """
          .formatted(SWITCH, LOCALNET);

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      defaults:
        ssh: {user: ubuntu, become: sudo, known_hosts: known_hosts}
      nodes:
        ctl:
          address: 192.0.2.11
          roles: [central, chassis]
          oob: {name: console, console: "Proxmox > 121", survives: [nic, lan]}
        net:
          address: 192.0.2.12
          roles: [chassis, gateway]
          ssh: {jump: door@bastion}
          oob:
            - {name: serial, command: [ipmitool, -H, bmc, sol], survives: [nic, lan]}
            - {name: second, address: 198.51.100.12, survives: [nic]}
        cmp:
          address: 192.0.2.13
          roles: [chassis]
          oob: {name: console, console: "Proxmox > 123", survives: [nic, lan]}
      """;

  private static final String RULES =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: own}
      rules:
        - id: own/no-change
          each: plan.changes
          expression: it.acts.size() == 0
          grows-with: it.acts
          message: "step ${it.id} changes something"
          waive: operator
      """;

  private final Path folder;
  private String plan = PLAN;
  private String inventory = INVENTORY;
  private String rules = RULES;
  private final Map<String, String> params = new TreeMap<>();
  private final List<String> facts = new ArrayList<>();
  private final List<WholeRow> rows = new ArrayList<>();
  private final Map<String, String> waivers = new TreeMap<>(Map.of(RULE, "agreed on Monday"));
  private final Map<String, SortedSet<String>> hostKeys = new TreeMap<>();
  private ClusterIdentity cluster =
      new ClusterIdentity(
          Optional.of("aaaaaaaa-0000-4000-8000-000000000001"),
          Optional.of("aaaaaaaa-0000-4000-8000-000000000002"),
          Optional.of("http://192.0.2.11:9696"),
          Optional.of("admin"));
  private Optional<String> program = Optional.of("a".repeat(64));

  BoundRun(Path folder) {
    this.folder = folder;
    hostKeys("192.0.2.11 22", "SHA256:ctl");
    hostKeys("192.0.2.12 22", "SHA256:net", "SHA256:net-rsa");
    hostKeys("192.0.2.13 22", "SHA256:cmp");
    hostKeys("198.51.100.12 22", "SHA256:net");
    hostKeys("bastion 22", "SHA256:bastion");
  }

  private static String replaced(String text, String from, String to) {
    assertThat(text).contains(from);
    return text.replace(from, to);
  }

  BoundRun plan(String whole) {
    plan = whole;
    return this;
  }

  BoundRun plan(String from, String to) {
    plan = replaced(plan, from, to);
    return this;
  }

  BoundRun inventory(String from, String to) {
    inventory = replaced(inventory, from, to);
    return this;
  }

  BoundRun rules(String from, String to) {
    rules = replaced(rules, from, to);
    return this;
  }

  BoundRun param(String name, String value) {
    params.put(name, value);
    return this;
  }

  /** Changes of the healthy cluster, each a line of YAML: a path and a value. */
  BoundRun facts(String... changes) {
    facts.addAll(List.of(changes));
    return this;
  }

  BoundRun row(WholeRow row) {
    rows.add(row);
    return this;
  }

  BoundRun waives(String rule, String because) {
    waivers.put(rule, because);
    return this;
  }

  BoundRun waivesNothing() {
    waivers.clear();
    return this;
  }

  BoundRun hostKeys(String place, String... keys) {
    hostKeys.put(place, new TreeSet<>(List.of(keys)));
    return this;
  }

  BoundRun cluster(ClusterIdentity value) {
    cluster = value;
    return this;
  }

  ClusterIdentity cluster() {
    return cluster;
  }

  BoundRun program(Optional<String> value) {
    program = value;
    return this;
  }

  BindingSource source() throws Exception {
    Path file = Files.writeString(folder.resolve("inventory.yaml"), inventory);
    Path policies = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(policies.resolve("own.yaml"), rules);
    PolicySet loaded = PolicySet.load(List.of(policies));
    Inventory nodes = Inventory.load(file);
    Plan read =
        PlanFile.of(
                YamlFile.parse("plan.yaml", plan.getBytes(StandardCharsets.UTF_8)), Actions.names())
            .plan(params);
    Cluster healthy = HealthyCluster.with(facts.toArray(String[]::new));
    Review review =
        new Reviewer(loaded, waived(), nodes)
            .review(read, rows.isEmpty() ? healthy : healthy.withRows(rows));
    return new BindingSource(review, loaded, nodes, new HostKeys(hostKeys), cluster, program);
  }

  private List<Waiver> waived() {
    return waivers.entrySet().stream()
        .map(each -> Waiver.ofOperator(each.getKey(), each.getValue()))
        .toList();
  }

  Binding binding() throws Exception {
    return source().binding(SALT);
  }
}
