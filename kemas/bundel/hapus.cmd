@echo off
rem Menghapus zi dari pengguna ini.
call "%~dp0pasang.cmd" --hapus
