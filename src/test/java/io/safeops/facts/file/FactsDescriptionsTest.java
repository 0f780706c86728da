package io.safeops.facts.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.safeops.facts.model.Cluster;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The descriptions in the schema of facts are those of the Javadoc of the records. */
class FactsDescriptionsTest {

  private static final Path RESOURCE =
      Path.of("src/main/resources/io/safeops/facts/file", FactsSchema.DESCRIPTIONS);

  private static final String WRITE = "safeops.descriptions";

  @Test
  void descriptionsAreThoseOfTheSources() throws IOException {
    String text = text(descriptions());
    if (System.getProperty(WRITE) != null) {
      Files.writeString(RESOURCE, text);
    }
    assertThat(RESOURCE)
        .as("write them again: mvn -Pquick test -Dtest=FactsDescriptionsTest -D%s=write", WRITE)
        .hasContent(text);
    assertThat(text)
        .contains("Cluster.format=of the facts, safeops-facts/1\n")
        .contains("Cluster.nodes=the nodes of the inventory, in its order");
  }

  private static String text(Map<String, String> descriptions) {
    return "# What the Javadoc of the records of facts says of their components. "
        + "FactsDescriptionsTest writes and checks it.\n"
        + descriptions.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue().replace("\\", "\\\\") + "\n")
            .collect(Collectors.joining());
  }

  private static Map<String, String> descriptions() throws IOException {
    Map<String, Class<?>> records = new HashMap<>();
    collect(Cluster.class, records);
    Map<String, String> found = new TreeMap<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(Path.of("src/main/java/io/safeops/facts"))) {
      List<Path> java = sources.filter(each -> each.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(java));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new TreePathScanner<Void, Void>() {
          @Override
          public Void visitClass(ClassTree tree, Void nothing) {
            Class<?> type = records.get(tree.getSimpleName().toString());
            if (type != null) {
              params(type, docs, getCurrentPath(), found);
            }
            return super.visitClass(tree, nothing);
          }
        }.scan(unit, null);
      }
    }
    return found;
  }

  private static void collect(Type type, Map<String, Class<?>> records) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        collect(argument, records);
      }
    } else if (type instanceof Class<?> plain
        && plain.isRecord()
        && records.put(plain.getSimpleName(), plain) == null) {
      for (RecordComponent component : plain.getRecordComponents()) {
        collect(component.getGenericType(), records);
      }
    }
  }

  private static void params(
      Class<?> type, DocTrees docs, TreePath place, Map<String, String> found) {
    DocCommentTree comment = docs.getDocCommentTree(place);
    for (DocTree tag : comment == null ? List.<DocTree>of() : comment.getBlockTags()) {
      if (tag instanceof ParamTree param && !param.isTypeParameter()) {
        String text =
            param.getDescription().stream()
                .map(part -> plain(type, part))
                .collect(Collectors.joining());
        found.put(type.getSimpleName() + "." + param.getName(), text.replaceAll("\\s+", " "));
      }
    }
  }

  private static String plain(Class<?> type, DocTree part) {
    if (part instanceof LiteralTree literal) {
      return literal.getBody().getBody();
    }
    if (part instanceof ValueTree value) {
      return constant(type, value.getReference().getSignature().replace("#", ""));
    }
    return part instanceof LinkTree link
        ? link.getReference().getSignature().replaceFirst(".*#", "")
        : part.toString();
  }

  private static String constant(Class<?> type, String name) {
    try {
      return String.valueOf(type.getField(name).get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
