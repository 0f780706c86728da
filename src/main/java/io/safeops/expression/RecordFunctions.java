package io.safeops.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.runtime.CelFunctionBinding;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The functions that records have beside their fields: see {@link RecordExtensions}. */
final class RecordFunctions {

  private final Map<String, List<Method>> byName = new TreeMap<>();

  RecordFunctions(List<Class<?>> functions) {
    functions.stream()
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method ->
                byName.computeIfAbsent(method.getName(), any -> new ArrayList<>()).add(method));
  }

  Set<String> names() {
    return byName.keySet();
  }

  ImmutableList<CelFunctionDecl> declarations() {
    ImmutableList.Builder<CelFunctionDecl> declared = ImmutableList.builder();
    byName.forEach(
        (name, methods) ->
            declared.add(
                CelFunctionDecl.newFunctionDeclaration(
                    name, methods.stream().map(RecordFunctions::overload).toList())));
    return declared.build();
  }

  ImmutableSet<CelFunctionBinding> bindings() {
    ImmutableSet.Builder<CelFunctionBinding> bound = ImmutableSet.builder();
    byName.forEach(
        (name, methods) ->
            bound.addAll(
                CelFunctionBinding.fromOverloads(
                    name, methods.stream().map(RecordFunctions::binding).toList())));
    return bound.build();
  }

  private static CelOverloadDecl overload(Method method) {
    return CelOverloadDecl.newMemberOverload(
        id(method),
        CelTypes.of(method.getGenericReturnType()),
        Arrays.stream(method.getGenericParameterTypes()).map(CelTypes::of).toList());
  }

  @SuppressWarnings("Immutable") // a method of a class stays what it is
  private static CelFunctionBinding binding(Method method) {
    List<Class<?>> taken = new ArrayList<>();
    for (Class<?> parameter : method.getParameterTypes()) {
      taken.add(parameter == long.class ? Long.class : parameter);
    }
    return CelFunctionBinding.from(
        id(method), ImmutableList.copyOf(taken), arguments -> call(method, arguments));
  }

  private static Object call(Method method, Object[] arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(id(method), e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(id(method) + " cannot be called", e);
    }
  }

  private static String id(Method method) {
    return method.getDeclaringClass().getSimpleName() + "_" + method.getName();
  }
}
