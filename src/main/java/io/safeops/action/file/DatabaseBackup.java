package io.safeops.action.file;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.CheckExpectation;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.action.Script;
import io.safeops.action.ScriptRole;
import io.safeops.action.ShellText;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.plan.ParamType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An action that writes a copy of the Northbound or the Southbound into a file on the central node,
 * while the database serves ({@code ovsdb-client backup}). A restore from this file gives every row
 * another UUID, so use the file for reading, and restore it only in the worst case.
 *
 * @param database the Northbound or the Southbound
 * @param file an absolute path where no file exists yet
 */
public record DatabaseBackup(ComponentName database, String file) implements Action {

  static final String NAME = "ovn.db.backup";

  private static final List<String> DATABASES =
      List.of(ComponentName.NORTHBOUND.word(), ComponentName.SOUTHBOUND.word());

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "write a copy of the Northbound or the Southbound into a file on the central node",
        Schema.fields(
            Schema.required(
                "database", Schema.words(DATABASES), "the Northbound or the Southbound"),
            Schema.required(
                "file", ParamType.PATH.schema(), "an absolute path where no file exists yet")),
        DatabaseBackup::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<ComponentName> database =
        arguments
            .map()
            .required("database")
            .oneOf(DATABASES)
            .flatMap(known -> ComponentName.of(known.value()));
    Optional<String> file = arguments.required("file", ParamType.PATH);
    return database.isPresent() && file.isPresent()
        ? Optional.of(new DatabaseBackup(database.get(), file.get()))
        : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  private boolean isNorthbound() {
    return database == ComponentName.NORTHBOUND;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    if (refusal().isPresent()) {
      return new Refused(refusal().get());
    }
    DatabaseStatus status =
        (isNorthbound() ? before.northbound() : before.southbound())
            .filter(DatabaseStatus::isReadable)
            .orElseThrow(
                () ->
                    new ActionException(
                        "the " + database.word() + " database was not read: no backup"));
    return Operation.onNodes()
        .act(status.node(), script(ScriptRole.ACT), script(ScriptRole.UNDO))
        .expect(
            List.of(
                new CheckExpectation(
                    status.node(), file + " is a backup", script(ScriptRole.CHECK), Duration.ZERO)))
        .footprint(Footprint.of(new ComponentItem(status.node(), database.word())))
        .build();
  }

  public Script script(ScriptRole role) {
    return (role == ScriptRole.CHECK ? new ShellText().unguarded() : new ShellText())
        .assign("DB_NAME", isNorthbound() ? "OVN_Northbound" : "OVN_Southbound")
        .assign(
            "DB_SOCKET", "unix:/run/ovn/" + (isNorthbound() ? "ovnnb_db.sock" : "ovnsb_db.sock"))
        .assign("DB_CONTAINER", isNorthbound() ? "ovn_nb_db" : "ovn_sb_db")
        .assign("DB_FILE", file)
        .assign("FILE_DECIDING", DecidingFiles.lines())
        .include("guarded.sh")
        .include("file/files.sh")
        .include("file/backup.sh")
        .line("backup_" + role.word())
        .script();
  }

  /** A new file does no harm, except in a place where its content decides something. */
  @Override
  public Optional<String> refusal() {
    return DecidingFiles.refuse(file);
  }

  /** None: the database is only read, and files are not part of the facts. */
  @Override
  public Cluster effect(Cluster before) {
    return before;
  }

  @Override
  public String describe() {
    return "back up the " + database.word() + " database into " + file + " on its central node";
  }
}
