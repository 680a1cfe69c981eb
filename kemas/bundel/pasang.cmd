@echo off
rem Memasang zi untuk pengguna ini saja, tanpa jaringan dan tanpa hak administrator.
setlocal
set PY=
where py >nul 2>nul && set PY=py -3
if not defined PY where python >nul 2>nul && set PY=python
rem Alias dari Microsoft Store juga ditemukan, tetapi bukan Python.
if defined PY %PY% -c "" >nul 2>nul || set PY=
if not defined PY (
  echo Python belum ada. Minta Python 3.11 sampai 3.14, atau pakai zi.html, yang tidak memerlukan apa pun.
  pause
  exit /b 1
)
%PY% "%~dp0pasang.py" %*
set KODE=%ERRORLEVEL%
pause
exit /b %KODE%
