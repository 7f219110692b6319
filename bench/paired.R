# The figures of bench/pandas_part.py by R, from a table: 8 columns, the entry scores of the four
# scales in the order of their codes, then their exit scores.
#
#   Rscript paired.R TABLE RUNS
#
# Prints lines "name value": the median seconds of reading and computing, then the figures.

arguments <- commandArgs(TRUE)
scales <- c("first", "fourth", "second", "third")

read <- function() read.csv(arguments[1], header = FALSE, colClasses = "numeric")

figures <- function(entry, exit) {
  moved <- (exit - entry)[exit != entry]
  c("n" = length(entry), "entry mean" = mean(entry), "exit mean" = mean(exit),
    "entry sd" = sd(entry), "exit sd" = sd(exit),
    "entry q1" = quantile(entry, 0.25, names = FALSE), "exit median" = median(exit),
    "t" = unname(t.test(exit, entry, paired = TRUE)$statistic),
    "w_plus" = unname(wilcox.test(exit, entry, paired = TRUE, exact = FALSE)$statistic))
}

compare <- function(table)
  unlist(lapply(setNames(1:4, scales), function(at) figures(table[[at]], table[[at + 4]])))

seconds <- function(work) {
  once <- function(run) { start <- proc.time()[["elapsed"]]; work(); proc.time()[["elapsed"]] - start }
  median(vapply(seq_len(as.integer(arguments[2])), once, 0))
}

table <- read()
found <- compare(table)
names(found) <- sub(".", " ", names(found), fixed = TRUE)
cat(sprintf("reading\t%.17g\n", seconds(read)))
cat(sprintf("computing\t%.17g\n", seconds(function() compare(table))))
cat(sprintf("%s\t%.17g\n", names(found), found), sep = "")
